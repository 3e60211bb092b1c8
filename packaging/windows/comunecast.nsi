; SPDX-License-Identifier: EUPL-1.2
; The Windows installer, for one person and without an administrator. packaging/windows.py calls it:
;   makensis -DVERSION=1.2.3 -DSOURCE=folder -DTARGET=setup.exe -DICON=file.ico -DLICENCE=file packaging/windows/comunecast.nsi
; /S installs silently, /D=folder (last, unquoted) chooses the folder; the uninstaller takes /S too.
Unicode true
Target amd64-unicode
!include MUI2.nsh
!include FileFunc.nsh

!define NAME "ComuneCast"
!define WINDOW "comunecast-gui.exe"
!define COMMAND "comunecast.exe"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\${NAME}"
!define APP_PATHS "Software\Microsoft\Windows\CurrentVersion\App Paths\${COMMAND}"

Name "${NAME} ${VERSION}"
OutFile "${TARGET}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\${NAME}"
InstallDirRegKey HKCU "Software\${NAME}" "InstallDir"
!ifdef FAST
  SetCompressor zlib
!else
  SetCompressor /SOLID lzma
  SetCompressorDictSize 64
!endif
ManifestDPIAware true
VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=1040 "ProductName" "${NAME}"
VIAddVersionKey /LANG=1040 "FileDescription" "${NAME}"
VIAddVersionKey /LANG=1040 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=1040 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=1040 "LegalCopyright" "EUPL-1.2"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_LANGDLL_REGISTRY_ROOT HKCU
!define MUI_LANGDLL_REGISTRY_KEY "Software\${NAME}"
!define MUI_LANGDLL_REGISTRY_VALUENAME "InstallerLanguage"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_LICENSE "${LICENCE}"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_TEXT "$(INSTALLED)"
!define MUI_FINISHPAGE_TEXT_LARGE
!define MUI_FINISHPAGE_RUN "$INSTDIR\${WINDOW}"
!define MUI_FINISHPAGE_RUN_TEXT "$(SET_UP)"
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "Italian"
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_RESERVEFILE_LANGDLL

LangString RUNNING ${LANG_ITALIAN} "ComuneCast è aperto. Chiudilo e premi Riprova: ciò che hai scritto non va perso."
LangString RUNNING ${LANG_ENGLISH} "ComuneCast is open. Close it and press Retry: nothing that you wrote is lost."
LangString TRAINING ${LANG_ITALIAN} "ComuneCast (esercitazione)"
LangString TRAINING ${LANG_ENGLISH} "ComuneCast (training)"
LangString INSTALLED ${LANG_ITALIAN} "La prima volta si apre la configurazione guidata: porta passo per passo al primo avviso su un telefono vero. Più tardi la trovi nel menu Start, con ComuneCast."
LangString INSTALLED ${LANG_ENGLISH} "The first time the guided set-up opens: it leads step by step to the first notice on a real phone. Later it is in the Start menu, with ComuneCast."
LangString SET_UP ${LANG_ITALIAN} "Apri la configurazione guidata"
LangString SET_UP ${LANG_ENGLISH} "Open the guided set-up"
LangString KEPT ${LANG_ITALIAN} "I dati dell'ufficio restano in $LOCALAPPDATA\${NAME}."
LangString KEPT ${LANG_ENGLISH} "The office's data stay in $LOCALAPPDATA\${NAME}."

; A running program's file cannot be written to; half an upgrade would leave a program that does not start.
!macro WAIT_UNTIL_CLOSED UN
Function ${UN}WaitUntilClosed
  again:
  IfFileExists "$INSTDIR\${WINDOW}" 0 closed
  ClearErrors
  FileOpen $0 "$INSTDIR\${WINDOW}" a
  IfErrors 0 writable
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(RUNNING)" /SD IDCANCEL IDRETRY again
    SetErrorLevel 2
    Abort
  writable:
  FileClose $0
  closed:
FunctionEnd
!macroend
!insertmacro WAIT_UNTIL_CLOSED ""
!insertmacro WAIT_UNTIL_CLOSED "un."

; What an installation put there and nothing else: the folder may be one that the person uses for other things too.
!macro REMOVE_PROGRAM
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\${WINDOW}"
  Delete "$INSTDIR\${COMMAND}"
  Delete "$SMPROGRAMS\${NAME}\*.lnk"
  RMDir "$SMPROGRAMS\${NAME}"
!macroend

Function .onInit
  !insertmacro MUI_LANGDLL_DISPLAY
FunctionEnd

Function un.onInit
  !insertmacro MUI_UNGETLANGUAGE
FunctionEnd

Section
  Call WaitUntilClosed
  !insertmacro REMOVE_PROGRAM
  SetOutPath "$INSTDIR"
  File /r "${SOURCE}/*.*"
  CreateDirectory "$SMPROGRAMS\${NAME}"
  CreateShortcut "$SMPROGRAMS\${NAME}\${NAME}.lnk" "$INSTDIR\${WINDOW}"
  CreateShortcut "$SMPROGRAMS\${NAME}\$(TRAINING).lnk" "$INSTDIR\${WINDOW}" "--demo"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  WriteRegStr HKCU "Software\${NAME}" "InstallDir" "$INSTDIR"
  WriteRegStr HKCU "${APP_PATHS}" "" "$INSTDIR\${COMMAND}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\${WINDOW}"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "ComuneCast contributors"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  IntFmt $0 "0x%08X" $0
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" "$0"
SectionEnd

Section "Uninstall"
  Call un.WaitUntilClosed
  !insertmacro REMOVE_PROGRAM
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  DeleteRegKey HKCU "${UNINSTALL}"
  DeleteRegKey HKCU "${APP_PATHS}"
  DeleteRegKey HKCU "Software\${NAME}"
  DetailPrint "$(KEPT)"
SectionEnd
