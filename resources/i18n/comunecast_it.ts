<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="it" sourcelanguage="en">
<context>
    <name>AboutDialog</name>
    <message>
        <source>About ComuneCast</source>
        <translation>Informazioni su ComuneCast</translation>
    </message>
    <message>
        <source>{office}: notices on WhatsApp and Telegram</source>
        <translation>{office}: comunicazioni su WhatsApp e Telegram</translation>
    </message>
    <message>
        <source>Free software under the EUPL 1.2 licence.</source>
        <translation>Software libero con licenza EUPL 1.2.</translation>
    </message>
    <message>
        <source>It uses Qt {qt} and other libraries under the LGPL 3.0.</source>
        <translation>Usa Qt {qt} e altre librerie con licenza LGPL 3.0.</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Scorciatoie da tastiera</translation>
    </message>
    <message>
        <source>go to a page</source>
        <translation>vai a una pagina</translation>
    </message>
    <message>
        <source>new notice</source>
        <translation>nuova comunicazione</translation>
    </message>
    <message>
        <source>go to the messages above, the page, the progress below</source>
        <translation>passa agli avvisi in alto, alla pagina, all&apos;avanzamento in basso</translation>
    </message>
    <message>
        <source>send what is written</source>
        <translation>invia ciò che è scritto</translation>
    </message>
    <message>
        <source>pause what is being sent, or go on</source>
        <translation>metti in pausa l&apos;invio, o riprendilo</translation>
    </message>
    <message>
        <source>stop what is being sent</source>
        <translation>ferma l&apos;invio</translation>
    </message>
    <message>
        <source>back to the list of the history</source>
        <translation>torna all&apos;elenco dello storico</translation>
    </message>
    <message>
        <source>text size</source>
        <translation>dimensione del testo</translation>
    </message>
    <message>
        <source>text at its usual size</source>
        <translation>testo alla dimensione normale</translation>
    </message>
    <message>
        <source>quit</source>
        <translation>esci</translation>
    </message>
    <message>
        <source>the manual, at this page</source>
        <translation>il manuale, a questa pagina</translation>
    </message>
    <message>
        <source>&amp;Licences…</source>
        <translation>&amp;Licenze…</translation>
    </message>
    <message>
        <source>Licences</source>
        <translation>Licenze</translation>
    </message>
    <message>
        <source>ComuneCast is yours to use, study, change and pass on. It stands on these:</source>
        <translation>ComuneCast si può usare, studiare, cambiare e passare ad altri. Si appoggia a queste opere:</translation>
    </message>
    <message>
        <source>&amp;Accessibility…</source>
        <translation>&amp;Accessibilità…</translation>
    </message>
    <message>
        <source>Accessibility statement</source>
        <translation>Dichiarazione di accessibilità</translation>
    </message>
    <message>
        <source>What works with assistive technologies, and what does not yet (in Italian):</source>
        <translation>Che cosa funziona con le tecnologie assistive, e che cosa non ancora:</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>&amp;Chiudi</translation>
    </message>
</context>
<context>
    <name>AddDialog</name>
    <message>
        <source>Add a subscriber</source>
        <translation>Aggiungi un iscritto</translation>
    </message>
    <message>
        <source>e.g. form signed at the front office on 3 May</source>
        <translation>per esempio: modulo firmato allo sportello il 3 maggio</translation>
    </message>
    <message>
        <source>Mobile &amp;number</source>
        <translation>&amp;Numero di cellulare</translation>
    </message>
    <message>
        <source>How the consent was &amp;given</source>
        <translation>Come è stato dato il &amp;consenso</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>&amp;Annulla</translation>
    </message>
    <message>
        <source>&amp;Add</source>
        <translation>A&amp;ggiungi</translation>
    </message>
    <message>
        <source>Write the number too.</source>
        <translation>Scrivi anche il numero.</translation>
    </message>
    <message>
        <source>Write also how the consent was given.</source>
        <translation>Scrivi anche come è stato dato il consenso.</translation>
    </message>
    <message>
        <source>&amp;Add anyway</source>
        <translation>&amp;Aggiungi lo stesso</translation>
    </message>
</context>
<context>
    <name>ApprovalDialog</name>
    <message>
        <source>A second pair of eyes</source>
        <translation>Un secondo paio di occhi</translation>
    </message>
    <message>
        <source>Your &amp;PIN, {name}</source>
        <translation>Il tuo &amp;PIN, {name}</translation>
    </message>
    <message>
        <source>By {author}. Reason: {reasons}. It waits until {until}. Fingerprint {digest}.</source>
        <translation>Di {author}. Motivo: {reasons}. Aspetta fino alle {until}. Impronta {digest}.</translation>
    </message>
    <message>
        <source>It goes out on {moment}.</source>
        <translation>Parte {moment}.</translation>
    </message>
    <message>
        <source>It mends a mistake in what was sent: whoever does not have it gets this notice, a post that is out is changed to it, and whoever has it on WhatsApp, or may have it, gets the correction below.</source>
        <translation>Corregge un errore in quello che è partito: chi non l&apos;ha avuta riceve questa, un post già uscito viene cambiato così, e chi l&apos;ha avuta su WhatsApp, o può averla avuta, riceve la Rettifica qui sotto.</translation>
    </message>
    <message>
        <source>Correction ({channel})</source>
        <translation>Rettifica ({channel})</translation>
    </message>
    <message>
        <source>&amp;Not now</source>
        <translation>&amp;Non ora</translation>
    </message>
    <message>
        <source>&amp;Take it back</source>
        <translation>&amp;Ritira la richiesta</translation>
    </message>
    <message>
        <source>&amp;Refuse</source>
        <translation>&amp;Rifiuta</translation>
    </message>
    <message>
        <source>&amp;Approve and send</source>
        <translation>&amp;Approva e invia</translation>
    </message>
    <message>
        <source>&amp;Emergency: send alone</source>
        <translation>&amp;Emergenza: invia da solo</translation>
    </message>
    <message>
        <source>&amp;Emergency: from {time}</source>
        <translation>&amp;Emergenza: dalle {time}</translation>
    </message>
</context>
<context>
    <name>ArriveDialog</name>
    <message>
        <source>From another computer</source>
        <translation>Da un altro computer</translation>
    </message>
    <message>
        <source>On the other computer choose “Move to another computer…” on the page Settings. It writes a file and shows eight words; here the file and the words make the same office again.</source>
        <translation>Sull&apos;altro computer, pagina Impostazioni, scegli «Sposta su un altro computer…». Scrive un file e mostra otto parole: qui il file e le parole rifanno lo stesso ente.</translation>
    </message>
    <message>
        <source>The file takes the place of “{office}”, which is here already and is kept as a backup.</source>
        <translation>Il file prende il posto di «{office}», che c&apos;è già qui e resta conservato come copia.</translation>
    </message>
    <message>
        <source>File of the other computer</source>
        <translation>File dell&apos;altro computer</translation>
    </message>
    <message>
        <source>&amp;File of the other computer</source>
        <translation>&amp;File dell&apos;altro computer</translation>
    </message>
    <message>
        <source>&amp;Choose…</source>
        <translation>S&amp;cegli…</translation>
    </message>
    <message>
        <source>Its eight words</source>
        <translation>Le sue otto parole</translation>
    </message>
    <message>
        <source>&amp;Its eight words</source>
        <translation>&amp;Le sue otto parole</translation>
    </message>
    <message>
        <source>Separated by blanks; the first four letters of each are enough</source>
        <translation>Separate da spazi; bastano le prime quattro lettere di ognuna</translation>
    </message>
    <message>
        <source>The archive is on a &amp;server…</source>
        <translation>L&apos;archivio è su un &amp;server…</translation>
    </message>
    <message>
        <source>Ca&amp;ncel</source>
        <translation>A&amp;nnulla</translation>
    </message>
    <message>
        <source>&amp;Take the office over</source>
        <translation>&amp;Prendi l&apos;ente</translation>
    </message>
    <message>
        <source>Taking the office over…</source>
        <translation>Porto qui l&apos;ente…</translation>
    </message>
    <message>
        <source>Move (*.trasloco)</source>
        <translation>Trasloco (*.trasloco)</translation>
    </message>
</context>
<context>
    <name>AudienceCount</name>
    <message>
        <source>It takes the place of “{title}”, sent on {moment}.</source>
        <translation>Prende il posto di «{title}», inviata il {moment}.</translation>
    </message>
    <message>
        <source>It corrects “{title}”, sent on {moment}.</source>
        <translation>Corregge «{title}», inviata il {moment}.</translation>
    </message>
    <message>
        <source>It ends “{title}”, sent on {moment}.</source>
        <translation>Chiude «{title}», inviata il {moment}.</translation>
    </message>
    <message>
        <source>It repeats “{title}”, sent on {moment}.</source>
        <translation>Ripete «{title}», inviata il {moment}.</translation>
    </message>
    <message>
        <source>On WhatsApp it goes to whoever got that one, or may have, and to whoever has joined since.</source>
        <translation>Su WhatsApp va a chi l&apos;ha ricevuta, o può averla ricevuta, e a chi si è iscritto dopo.</translation>
    </message>
</context>
<context>
    <name>BackupCard</name>
    <message>
        <source>Backups</source>
        <translation>Copie di sicurezza</translation>
    </message>
    <message>
        <source>The program makes one a day on this computer by itself and keeps it for seven days. Put one elsewhere too, on a disk that is kept apart: it is encrypted, and only the 24 words on the office&apos;s paper open it.</source>
        <translation>Il programma ne fa una al giorno da solo su questo computer e la tiene sette giorni. Mettine una anche altrove, su un disco che tieni da parte: è cifrata e la aprono solo le 24 parole sul foglio dell&apos;ente.</translation>
    </message>
    <message>
        <source>The archive is on a server: whoever runs the server makes its backups.</source>
        <translation>L&apos;archivio è su un server: le copie le fa chi lo gestisce.</translation>
    </message>
    <message>
        <source>Make a &amp;backup now…</source>
        <translation>Fai una copia ade&amp;sso…</translation>
    </message>
    <message>
        <source>&amp;Restore a backup…</source>
        <translation>&amp;Ripristina da una copia…</translation>
    </message>
    <message>
        <source>A backup of the server was &amp;made</source>
        <translation>È stata fatta una copia del serv&amp;er</translation>
    </message>
    <message>
        <source>&amp;Try the words…</source>
        <translation>Pro&amp;va le parole…</translation>
    </message>
    <message>
        <source>Open the folder of the bac&amp;kups</source>
        <translation>Apri la cartella delle cop&amp;ie</translation>
    </message>
    <message>
        <source>Making the backup…</source>
        <translation>Faccio la copia…</translation>
    </message>
    <message>
        <source>never</source>
        <translation>mai</translation>
    </message>
    <message>
        <source>Recovery words last tried</source>
        <translation>Ultima prova delle parole di recupero</translation>
    </message>
    <message>
        <source>Last backup of the server</source>
        <translation>Ultima copia del server</translation>
    </message>
    <message>
        <source>Last backup on this computer</source>
        <translation>Ultima copia su questo computer</translation>
    </message>
    <message>
        <source>Last backup put elsewhere</source>
        <translation>Ultima copia messa altrove</translation>
    </message>
    <message>
        <source>File for the backup</source>
        <translation>File per la copia</translation>
    </message>
    <message>
        <source>Backup (*.backup)</source>
        <translation>Copia di sicurezza (*.backup)</translation>
    </message>
    <message>
        <source>The backup is in {file} ({size} MB), and was read back: it is whole. Only the 24 words on the office&apos;s paper open it on another computer: keep the two apart.</source>
        <translation>La copia è in {file} ({size} MB) ed è stata riletta: è intera. Su un altro computer la aprono solo le 24 parole sul foglio dell&apos;ente: tieni le due cose separate.</translation>
    </message>
    <message>
        <source>It is noted that a backup of the server was made.</source>
        <translation>Annotato: è stata fatta una copia del server.</translation>
    </message>
</context>
<context>
    <name>Banners</name>
    <message>
        <source>Try again</source>
        <translation>Riprova</translation>
    </message>
    <message>
        <source>Send now where it is ready</source>
        <translation>Invia ora dove è pronto</translation>
    </message>
    <message>
        <source>Something is missing before notices can go out. {keys}.</source>
        <translation>Prima di inviare manca qualcosa. {keys}.</translation>
    </message>
    <message>
        <source>{key}: it was written for {before}, and the settings now name {now}. It is not sent there: write it again only if you know this address.</source>
        <translation>{key}: era stata scritta per {before}, e le impostazioni indicano ora {now}. Lì non viene mandata: riscrivila solo se conosci questo indirizzo.</translation>
    </message>
    <message>
        <source>&amp;Use this computer…</source>
        <translation>&amp;Usa questo computer…</translation>
    </message>
    <message>
        <source>The set-up is not finished: no notice can go out yet.</source>
        <translation>La configurazione non è finita: nessun avviso può ancora partire.</translation>
    </message>
    <message>
        <source>&amp;Go on with the set-up…</source>
        <translation>&amp;Continua la configurazione…</translation>
    </message>
    <message>
        <source>Another workstation changed the texts of: {names}. What you are writing now says what the new text says, and was checked anew; what was confirmed goes out as it was.</source>
        <translation>Un&apos;altra postazione ha cambiato i testi di: {names}. Quello che stai scrivendo usa ora il testo nuovo ed è stato ricontrollato; quello che era confermato parte com&apos;era.</translation>
    </message>
    <message>
        <source>Since {date} nothing is heard of newer versions of ComuneCast. Nothing is lost and sending works: tell whoever runs the program, who looks at the makers&apos; page.</source>
        <translation>Dal {date} non si sa più nulla di versioni nuove di ComuneCast. Nulla è andato perso e si può inviare: dillo a chi gestisce il programma, che guardi la pagina di chi lo pubblica.</translation>
    </message>
    <message>
        <source>ComuneCast {version} is there. Nothing is installed by itself: tell whoever runs the program.</source>
        <translation>È uscito ComuneCast {version}. Nulla si installa da solo: dillo a chi gestisce il programma.</translation>
    </message>
    <message>
        <source>What is new</source>
        <translation>Che cosa c&apos;è di nuovo</translation>
    </message>
    <message>
        <source>You were writing “{title}”, on {moment}.</source>
        <translation>Stavi scrivendo «{title}», il {moment}.</translation>
    </message>
    <message numerus="yes">
        <source>%n notices were begun and not sent; the last one was “{title}”, on {moment}.</source>
        <translation>
            <numerusform>C&apos;è %n comunicazione cominciata e non inviata: «{title}», il {moment}.</numerusform>
            <numerusform>Ci sono %n comunicazioni cominciate e non inviate; l&apos;ultima è «{title}», il {moment}.</numerusform>
        </translation>
    </message>
    <message>
        <source>Go on writing</source>
        <translation>Riprendi a scrivere</translation>
    </message>
    <message>
        <source>Private messages to the Telegram bot are not answered from here any more. {reason}</source>
        <translation>Da qui non si risponde più a chi scrive in privato al bot di Telegram. {reason}</translation>
    </message>
    <message>
        <source>Answer again</source>
        <translation>Rispondi di nuovo</translation>
    </message>
    <message>
        <source>Nobody has tried yet whether the 24 words on the office&apos;s paper open the backups.</source>
        <translation>Nessuno ha ancora provato se le 24 parole sul foglio dell&apos;ente aprono le copie di sicurezza.</translation>
    </message>
    <message>
        <source>The 24 words on the office&apos;s paper were last tried on {moment}: is the paper still there?</source>
        <translation>Le 24 parole sul foglio dell&apos;ente sono state provate l&apos;ultima volta il {moment}: il foglio c&apos;è ancora?</translation>
    </message>
    <message>
        <source>Try the words…</source>
        <translation>Prova le parole…</translation>
    </message>
    <message>
        <source>Copy the line</source>
        <translation>Copia la riga</translation>
    </message>
    <message>
        <source>Alert not called off: {title}</source>
        <translation>Allerta non chiusa: {title}</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Rispondi</translation>
    </message>
    <message>
        <source>Did not go out at its hour: {title}. The reason: {because}.</source>
        <translation>Non è partita alla sua ora: {title}. Il motivo: {because}.</translation>
    </message>
    <message numerus="yes">
        <source>%n notice(s) wait for your approval.</source>
        <translation>
            <numerusform>%n comunicazione aspetta la tua approvazione.</numerusform>
            <numerusform>%n comunicazioni aspettano la tua approvazione.</numerusform>
        </translation>
    </message>
    <message>
        <source>Look and decide</source>
        <translation>Guarda e decidi</translation>
    </message>
    <message>
        <source>Enter the keys…</source>
        <translation>Scrivi le chiavi…</translation>
    </message>
    <message numerus="yes">
        <source>Sending “{title}”, of {moment}, was interrupted: %Ln message(s) are missing.</source>
        <translation>
            <numerusform>L&apos;invio di «{title}», del {moment}, si è interrotto: manca %Ln messaggio.</numerusform>
            <numerusform>L&apos;invio di «{title}», del {moment}, si è interrotto: mancano %Ln messaggi.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{notices} notices were interrupted: %Ln message(s) are missing.</source>
        <translation>
            <numerusform>Si sono interrotti {notices} invii: manca %Ln messaggio.</numerusform>
            <numerusform>Si sono interrotti {notices} invii: mancano %Ln messaggi.</numerusform>
        </translation>
    </message>
    <message>
        <source>Is it still right to send?</source>
        <translation>È ancora valido?</translation>
    </message>
    <message>
        <source>Look at it</source>
        <translation>Guarda</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Messaggi</translation>
    </message>
    <message>
        <source>Throw it away…</source>
        <translation>Buttala…</translation>
    </message>
    <message>
        <source>See all of them</source>
        <translation>Guardale tutte</translation>
    </message>
    <message>
        <source>Send them…</source>
        <translation>Riprendi l&apos;invio…</translation>
    </message>
    <message>
        <source>Do not send them…</source>
        <translation>Non inviarli…</translation>
    </message>
    <message numerus="yes">
        <source>Stop the %Ln message(s) still queued?</source>
        <translation>
            <numerusform>Fermare il messaggio ancora in coda (%Ln)?</numerusform>
            <numerusform>Fermare i %Ln messaggi ancora in coda?</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Send them no more</source>
        <translation>&amp;Non inviarli più</translation>
    </message>
    <message>
        <source>&amp;Leave them queued</source>
        <translation>&amp;Lasciali in coda</translation>
    </message>
    <message numerus="yes">
        <source>Show %n more message(s)</source>
        <translation>
            <numerusform>Mostra un altro avviso (%n)</numerusform>
            <numerusform>Mostra altri %n avvisi</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>It is not known whether %Ln message(s) arrived.</source>
        <translation>
            <numerusform>Di %Ln messaggio non si sa se è arrivato.</numerusform>
            <numerusform>Di %Ln messaggi non si sa se sono arrivati.</numerusform>
        </translation>
    </message>
    <message>
        <source>These people will not get the notice. What was already sent cannot be called back.</source>
        <translation>Queste persone non riceveranno la comunicazione. Ciò che è già partito non si può richiamare.</translation>
    </message>
    <message>
        <source>Look at them</source>
        <translation>Guarda quali</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>Chiudi questo messaggio</translation>
    </message>
</context>
<context>
    <name>BubbleText</name>
    <message>
        <source>Read only</source>
        <translation>Sola lettura</translation>
    </message>
</context>
<context>
    <name>Bulletin</name>
    <message>
        <source>no alert</source>
        <translation>nessuna allerta</translation>
    </message>
    <message>
        <source>yellow alert</source>
        <translation>allerta gialla</translation>
    </message>
    <message>
        <source>orange alert</source>
        <translation>allerta arancione</translation>
    </message>
    <message>
        <source>red alert</source>
        <translation>allerta rossa</translation>
    </message>
    <message>
        <source>{day} at {hour}</source>
        <translation>{day} alle {hour}</translation>
    </message>
    <message>
        <source>{day}: {level}</source>
        <translation>{day}: {level}</translation>
    </message>
    <message>
        <source>Issued on {moment}.</source>
        <translation>Emesso {moment}.</translation>
    </message>
    <message>
        <source>The bulletin says {level} for {day}</source>
        <translation>Il bollettino dice {level} per {day}</translation>
    </message>
    <message>
        <source>The alert rises: {level} for {day}</source>
        <translation>L&apos;allerta sale: {level} per {day}</translation>
    </message>
    <message>
        <source>The alert goes on: {level} for {day}</source>
        <translation>L&apos;allerta prosegue: {level} per {day}</translation>
    </message>
    <message>
        <source>The alert falls: {level} for {day}</source>
        <translation>L&apos;allerta scende: {level} per {day}</translation>
    </message>
    <message>
        <source>The bulletin has no alert any more: the {level} can be called off</source>
        <translation>Il bollettino non ha più allerte: l&apos;{level} si può chiudere</translation>
    </message>
    <message>
        <source>So far nobody has been told.</source>
        <translation>Finora non è stato comunicato nulla.</translation>
    </message>
    <message>
        <source>Told so far: {level} until {hour} on {day}.</source>
        <translation>Comunicato finora: {level} fino alle {hour} di {day}.</translation>
    </message>
    <message>
        <source>&amp;Write the alert…</source>
        <translation>&amp;Scrivi l&apos;allerta…</translation>
    </message>
    <message>
        <source>&amp;Write the all-clear…</source>
        <translation>&amp;Scrivi la cessata allerta…</translation>
    </message>
    <message>
        <source>&amp;Write the update…</source>
        <translation>&amp;Scrivi l&apos;aggiornamento…</translation>
    </message>
    <message>
        <source>No bulletin of today or tomorrow was read yet.</source>
        <translation>Non è ancora stato letto un bollettino di oggi o di domani.</translation>
    </message>
    <message>
        <source>There is nothing to tell.</source>
        <translation>Non c&apos;è nulla da comunicare.</translation>
    </message>
    <message>
        <source>{told} The bulletin says the same.</source>
        <translation>{told} Il bollettino dice lo stesso.</translation>
    </message>
</context>
<context>
    <name>BulletinDialog</name>
    <message>
        <source>Weather bulletin</source>
        <translation>Bollettino meteo</translation>
    </message>
    <message>
        <source>Looking for what was read last…</source>
        <translation>Cerco l&apos;ultimo letto…</translation>
    </message>
    <message>
        <source>This is the national bulletin: the hours, wind, snow and ice are in the Region&apos;s warning. Nothing is sent by itself.</source>
        <translation>È il bollettino nazionale: le ore, il vento, la neve e il ghiaccio sono nell&apos;avviso della Regione. Nulla parte da solo.</translation>
    </message>
    <message>
        <source>Reading the bulletin…</source>
        <translation>Leggo il bollettino…</translation>
    </message>
    <message>
        <source>&amp;Fetch it now</source>
        <translation>S&amp;carica adesso</translation>
    </message>
    <message>
        <source>&amp;Open a file…</source>
        <translation>&amp;Apri un file…</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>C&amp;hiudi</translation>
    </message>
    <message>
        <source>Fetching the bulletin…</source>
        <translation>Scarico il bollettino…</translation>
    </message>
    <message>
        <source>Open a bulletin</source>
        <translation>Apri un bollettino</translation>
    </message>
    <message>
        <source>Bulletins (*.json *.csv)</source>
        <translation>Bollettini (*.json *.csv)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Tutti i file (*)</translation>
    </message>
    <message>
        <source>Alert zone {zone}, {name}</source>
        <translation>Zona di allerta {zone}, {name}</translation>
    </message>
    <message>
        <source>No bulletin was read.</source>
        <translation>Non è stato letto nessun bollettino.</translation>
    </message>
</context>
<context>
    <name>CalendarDialog</name>
    <message>
        <source>From a calendar</source>
        <translation>Da un calendario</translation>
    </message>
    <message>
        <source>Which days should become drafts?</source>
        <translation>Quali giorni diventano bozze?</translation>
    </message>
    <message>
        <source>Nothing goes out yet: you look at each draft, and send it or choose its time yourself.</source>
        <translation>Così non parte nulla: guardi ogni bozza, e la invii o ne scegli l&apos;ora tu.</translation>
    </message>
    <message>
        <source>The calendar has nothing on the coming six weeks.</source>
        <translation>Il calendario non ha nulla nelle prossime sei settimane.</translation>
    </message>
    <message>
        <source>The evening before, at {hour}</source>
        <translation>La sera prima, alle {hour}</translation>
    </message>
    <message>
        <source>The same day, at {hour}</source>
        <translation>Il giorno stesso, alle {hour}</translation>
    </message>
    <message>
        <source>A week before, at {hour}</source>
        <translation>Una settimana prima, alle {hour}</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>&amp;Indietro</translation>
    </message>
    <message numerus="yes">
        <source>&amp;Prepare %n draft(s)</source>
        <translation>
            <numerusform>&amp;Prepara %n bozza</numerusform>
            <numerusform>&amp;Prepara %n bozze</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CapSaving</name>
    <message>
        <source>The alert in the format that alarm services exchange, for the archive.</source>
        <translation>L&apos;allerta nel formato che si scambiano i servizi di allarme, per l&apos;archivio.</translation>
    </message>
    <message>
        <source>Save as CA&amp;P…</source>
        <translation>Salva come CA&amp;P…</translation>
    </message>
    <message>
        <source>Save the alert</source>
        <translation>Salva l&apos;allerta</translation>
    </message>
    <message>
        <source>CAP file (*.cap)</source>
        <translation>File CAP (*.cap)</translation>
    </message>
    <message>
        <source>Saved: {file}</source>
        <translation>Salvato: {file}</translation>
    </message>
</context>
<context>
    <name>CategoryEditor</name>
    <message>
        <source>The subject and its texts</source>
        <translation>L&apos;argomento e i suoi testi</translation>
    </message>
    <message>
        <source>Send it to &amp;Meta</source>
        <translation>Invia&amp;lo a Meta</translation>
    </message>
    <message numerus="yes">
        <source>%n to correct</source>
        <translation>
            <numerusform>%n da correggere</numerusform>
            <numerusform>%n da correggere</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s)</source>
        <translation>
            <numerusform>%n avvertenza</numerusform>
            <numerusform>%n avvertenze</numerusform>
        </translation>
    </message>
    <message>
        <source>not saved yet</source>
        <translation>non ancora salvato</translation>
    </message>
    <message>
        <source>Nothing was changed</source>
        <translation>Nessuna modifica</translation>
    </message>
    <message>
        <source>Back to all subjects</source>
        <translation>Torna a tutti gli argomenti</translation>
    </message>
    <message>
        <source>Or&amp;iginal text…</source>
        <translation>Testo or&amp;iginale…</translation>
    </message>
    <message>
        <source>&amp;Delete…</source>
        <translation>&amp;Elimina…</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>&amp;Salva</translation>
    </message>
    <message>
        <source>&amp;Name in the list of subjects</source>
        <translation>&amp;Nome nell&apos;elenco degli argomenti</translation>
    </message>
    <message>
        <source>&amp;Offer it when a notice is written</source>
        <translation>&amp;Proponilo quando si scrive una comunicazione</translation>
    </message>
    <message>
        <source>Text on &amp;Telegram</source>
        <translation>Testo su &amp;Telegram</translation>
    </message>
    <message>
        <source>**bold**; a part between [[ and ]] vanishes when its field is empty.</source>
        <translation>**grassetto**; una parte fra [[ e ]] sparisce quando il suo campo è vuoto.</translation>
    </message>
    <message>
        <source>Text on &amp;WhatsApp</source>
        <translation>Testo su &amp;WhatsApp</translation>
    </message>
    <message>
        <source>*bold*; the words between double braces change from notice to notice, the others Meta approves.</source>
        <translation>*grassetto*; le parole fra doppie graffe cambiano a ogni avviso, le altre le approva Meta.</translation>
    </message>
    <message>
        <source>&amp;Line at the end</source>
        <translation>&amp;Riga in fondo</translation>
    </message>
    <message>
        <source>What it is declared as; Meta decides</source>
        <translation>Come si dichiara; decide Meta</translation>
    </message>
    <message>
        <source>In place of {name}, when nothing was written</source>
        <translation>Al posto di {name}, se non si è scritto nulla</translation>
    </message>
    <message>
        <source>What is asked when it is written</source>
        <translation>Che cosa si chiede a chi scrive</translation>
    </message>
    <message>
        <source>A&amp;dd a field…</source>
        <translation>Aggiungi un &amp;campo…</translation>
    </message>
    <message>
        <source>What is proposed afterwards</source>
        <translation>Che cosa si propone dopo</translation>
    </message>
    <message>
        <source>Add a follow-&amp;up…</source>
        <translation>Aggiungi un se&amp;guito…</translation>
    </message>
    <message>
        <source>Day of sending</source>
        <translation>Giorno dell&apos;invio</translation>
    </message>
    <message>
        <source>Name of the office</source>
        <translation>Nome dell&apos;ente</translation>
    </message>
    <message>
        <source>It is asked as number {place} of {count}.</source>
        <translation>Ora è il numero {place} di {count}.</translation>
    </message>
</context>
<context>
    <name>CategoryList</name>
    <message>
        <source>Subjects and their templates</source>
        <translation>Argomenti e i loro modelli</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>Argomento</translation>
    </message>
    <message>
        <source>WhatsApp</source>
        <translation>WhatsApp</translation>
    </message>
    <message>
        <source>Price of a message</source>
        <translation>Prezzo di un messaggio</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>Qualità</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Lingua</translation>
    </message>
    <message>
        <source>deleted: Restore…</source>
        <translation>eliminato: Ripristina…</translation>
    </message>
</context>
<context>
    <name>ChannelDialog</name>
    <message>
        <source>WhatsApp Channel</source>
        <translation>Canale WhatsApp</translation>
    </message>
    <message>
        <source>Publish on the WhatsApp Channel</source>
        <translation>Pubblica sul Canale WhatsApp</translation>
    </message>
    <message>
        <source>WhatsApp lets no program publish on a Channel, so a person does it: copy the text, open the Channel, paste it there, and say here that it is done. It does not count as sent by the program.</source>
        <translation>WhatsApp non permette a nessun programma di pubblicare su un Canale, quindi lo fa una persona: copia il testo, apri il Canale, incollalo e di&apos; qui che è fatto. Non conta tra ciò che il programma ha inviato.</translation>
    </message>
    <message>
        <source>&amp;Text, with WhatsApp&apos;s marks</source>
        <translation>&amp;Testo, con i segni di WhatsApp</translation>
    </message>
    <message>
        <source>&amp;Copy the text</source>
        <translation>&amp;Copia il testo</translation>
    </message>
    <message>
        <source>&amp;Open the Channel</source>
        <translation>&amp;Apri il Canale</translation>
    </message>
    <message>
        <source>C&amp;lose</source>
        <translation>C&amp;hiudi</translation>
    </message>
    <message>
        <source>It is not there &amp;after all</source>
        <translation>Non è &amp;più pubblicato</translation>
    </message>
    <message>
        <source>I have p&amp;ublished it</source>
        <translation>L&apos;ho p&amp;ubblicato</translation>
    </message>
    <message>
        <source>Published by hand on {moment}.</source>
        <translation>Pubblicato a mano il {moment}.</translation>
    </message>
    <message>
        <source>Published by hand on {moment}, by {who}.</source>
        <translation>Pubblicato a mano il {moment}, da {who}.</translation>
    </message>
    <message>
        <source>Copy the &amp;picture</source>
        <translation>Copia l&apos;&amp;immagine</translation>
    </message>
    <message>
        <source>&amp;Save a copy…</source>
        <translation>&amp;Salva una copia…</translation>
    </message>
    <message>
        <source>Save a copy: {file}</source>
        <translation>Salva una copia: {file}</translation>
    </message>
    <message>
        <source>The text is copied: open the Channel and paste it.</source>
        <translation>Il testo è copiato: apri il Canale e incollalo.</translation>
    </message>
    <message>
        <source>The picture is copied: paste it into the Channel.</source>
        <translation>L&apos;immagine è copiata: incollala nel Canale.</translation>
    </message>
    <message>
        <source>Save a copy</source>
        <translation>Salva una copia</translation>
    </message>
    <message>
        <source>The file could not be written: {reason}</source>
        <translation>Il file non si è potuto scrivere: {reason}</translation>
    </message>
    <message>
        <source>Saved: {file}</source>
        <translation>Salvato: {file}</translation>
    </message>
    <message>
        <source>No browser opened {address}.</source>
        <translation>Nessun browser ha aperto {address}.</translation>
    </message>
</context>
<context>
    <name>ChannelsField</name>
    <message>
        <source>Add a channel</source>
        <translation>Aggiungi un canale</translation>
    </message>
    <message>
        <source>Name of channel {number}</source>
        <translation>Nome del canale {number}</translation>
    </message>
    <message>
        <source>Address of channel {number}</source>
        <translation>Indirizzo del canale {number}</translation>
    </message>
    <message>
        <source>Remove channel {name}</source>
        <translation>Togli il canale {name}</translation>
    </message>
    <message numerus="yes">
        <source>%n notice(s) still wait for this channel: send them, or take them off the queue in the history, before you rename or remove it.</source>
        <translation>
            <numerusform>%n comunicazione è ancora in coda per questo canale: inviala, o toglila dalla coda nello Storico, prima di rinominarlo o toglierlo.</numerusform>
            <numerusform>%n comunicazioni sono ancora in coda per questo canale: inviale, o toglile dalla coda nello Storico, prima di rinominarlo o toglierlo.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ChoiceEditor</name>
    <message>
        <source>Choose…</source>
        <translation>Scegli…</translation>
    </message>
    <message>
        <source>(not said)</source>
        <translation>(non indicato)</translation>
    </message>
</context>
<context>
    <name>Chooser</name>
    <message>
        <source>What do you want to tell people?</source>
        <translation>Che cosa vuoi comunicare?</translation>
    </message>
    <message>
        <source>Choose the subject: the form and the text follow from it.</source>
        <translation>Scegli l&apos;argomento: troverai il modulo e il testo già pronti.</translation>
    </message>
    <message>
        <source>&amp;Paste a notice…</source>
        <translation>&amp;Incolla un avviso…</translation>
    </message>
    <message>
        <source>From a &amp;calendar…</source>
        <translation>Da un &amp;calendario…</translation>
    </message>
    <message>
        <source>Search: water, alert, event…</source>
        <translation>Cerca: acqua, allerta, evento…</translation>
    </message>
    <message>
        <source>Search a subject</source>
        <translation>Cerca un argomento</translation>
    </message>
    <message>
        <source>Subjects</source>
        <translation>Argomenti</translation>
    </message>
    <message>
        <source>No subject with these words</source>
        <translation>Nessun argomento con queste parole</translation>
    </message>
    <message>
        <source>Try another word, or write a notice of any kind.</source>
        <translation>Prova un&apos;altra parola, oppure scrivi un avviso libero.</translation>
    </message>
    <message>
        <source>Likely now</source>
        <translation>Probabili adesso</translation>
    </message>
    <message>
        <source>Enter opens: {name}</source>
        <translation>Invio apre: {name}</translation>
    </message>
</context>
<context>
    <name>CloseGuard</name>
    <message>
        <source>Close without sending?</source>
        <translation>Chiudere senza inviare?</translation>
    </message>
    <message>
        <source>The notice that you are writing was not sent and will be lost.</source>
        <translation>La comunicazione che stai scrivendo non è stata inviata e andrà persa.</translation>
    </message>
    <message>
        <source>&amp;Close without sending</source>
        <translation>&amp;Chiudi senza inviare</translation>
    </message>
    <message>
        <source>&amp;Back to the text</source>
        <translation>&amp;Torna al testo</translation>
    </message>
    <message>
        <source>{notice} goes out by itself only while ComuneCast is open. If you close and nobody else has it open then, it stays queued, and you are asked at the next start.</source>
        <translation>{notice} parte da sola solo con ComuneCast aperto. Se chiudi e nessun altro lo tiene aperto, resta in coda e al prossimo avvio te lo chiede.</translation>
    </message>
    <message>
        <source>A notice waits for its hour</source>
        <translation>Una comunicazione aspetta la sua ora</translation>
    </message>
    <message>
        <source>&amp;Close all the same</source>
        <translation>&amp;Chiudi lo stesso</translation>
    </message>
    <message>
        <source>&amp;Leave it open</source>
        <translation>&amp;Lascia aperto</translation>
    </message>
    <message>
        <source>Notices are being sent</source>
        <translation>Un invio è in corso</translation>
    </message>
    <message>
        <source>If you close, those under way are finished and the others stay queued: at the next start you can send them.</source>
        <translation>Se chiudi, i messaggi già partiti vengono conclusi e gli altri restano in coda: al prossimo avvio potrai inviarli.</translation>
    </message>
    <message>
        <source>&amp;Stop and close</source>
        <translation>&amp;Ferma e chiudi</translation>
    </message>
    <message>
        <source>&amp;Go on sending</source>
        <translation>Continua l&apos;&amp;invio</translation>
    </message>
    <message>
        <source>Something is still under way</source>
        <translation>C&apos;è ancora un lavoro in corso</translation>
    </message>
    <message>
        <source>{work} If you close, it is stopped and nothing is left half done; what can no longer be stopped is finished first.</source>
        <translation>{work} Se chiudi, viene fermato e niente resta a metà; quello che non si può più fermare viene prima finito.</translation>
    </message>
    <message>
        <source>&amp;Stop it and close</source>
        <translation>&amp;Ferma e chiudi</translation>
    </message>
    <message>
        <source>&amp;Let it finish</source>
        <translation>&amp;Lascialo finire</translation>
    </message>
</context>
<context>
    <name>ColleagueDialog</name>
    <message>
        <source>New PIN</source>
        <translation>Nuovo PIN</translation>
    </message>
    <message>
        <source>A person of the office</source>
        <translation>Una persona dell&apos;ufficio</translation>
    </message>
    <message>
        <source>Begin with yourself: the first person manages the others. From then on the PIN is asked.</source>
        <translation>Comincia da te: la prima persona gestisce le altre. Da quel momento viene chiesto il PIN.</translation>
    </message>
    <message>
        <source>&amp;PIN (at least 6 signs)</source>
        <translation>&amp;PIN (almeno 6 caratteri)</translation>
    </message>
    <message>
        <source>PIN a&amp;gain</source>
        <translation>PIN, di nu&amp;ovo</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>&amp;Annulla</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>&amp;Salva</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Nome</translation>
    </message>
    <message>
        <source>&amp;Account on the computer (the one it asks for when it starts)</source>
        <translation>&amp;Utente del computer (quello che chiede all&apos;accensione)</translation>
    </message>
    <message>
        <source>This person</source>
        <translation>Questa persona</translation>
    </message>
</context>
<context>
    <name>ColleaguesDialog</name>
    <message>
        <source>The office&apos;s people</source>
        <translation>Le persone dell&apos;ufficio</translation>
    </message>
    <message>
        <source>&amp;Add a person…</source>
        <translation>&amp;Aggiungi una persona…</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>&amp;Chiudi</translation>
    </message>
    <message>
        <source>A second person has to approve</source>
        <translation>Una seconda persona deve approvare</translation>
    </message>
    <message>
        <source>&amp;red alerts</source>
        <translation>le allerte &amp;rosse</translation>
    </message>
    <message>
        <source>notices to the &amp;whole town</source>
        <translation>le comunicazioni a &amp;tutto il paese</translation>
    </message>
    <message>
        <source>If nobody answers, a person who manages may send alone after (minutes)</source>
        <translation>Se nessuno risponde, chi gestisce può inviare da solo dopo (minuti)</translation>
    </message>
    <message>
        <source>Minutes</source>
        <translation>Minuti</translation>
    </message>
    <message>
        <source>&amp;Save these rules</source>
        <translation>&amp;Salva queste regole</translation>
    </message>
    <message>
        <source>{name} (account {account})</source>
        <translation>{name} (utente {account})</translation>
    </message>
    <message>
        <source>The bot asks on Telegram.</source>
        <translation>Il bot chiede su Telegram.</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>Cambia…</translation>
    </message>
    <message>
        <source>New PIN…</source>
        <translation>Nuovo PIN…</translation>
    </message>
    <message>
        <source>Telephone…</source>
        <translation>Telefono…</translation>
    </message>
    <message>
        <source>Forget the telephone</source>
        <translation>Dimentica il telefono</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>Togli…</translation>
    </message>
    <message>
        <source>Each works under their own name, and signs in with a PIN.</source>
        <translation>Ognuno lavora con il proprio nome, ed entra con un PIN.</translation>
    </message>
    <message>
        <source>Nobody has a role here: whoever uses this computer may do everything, and nobody is asked for a PIN. Add people only if there are two or more of you.</source>
        <translation>Qui nessuno ha un ruolo: chi usa questo computer può fare tutto, e a nessuno viene chiesto un PIN. Aggiungi delle persone solo se siete in due o più.</translation>
    </message>
    <message>
        <source>{name} can sign in no more, and what waits for approval in their name is taken back.</source>
        <translation>{name} non potrà più entrare, e quello che aspetta un&apos;approvazione a suo nome viene ritirato.</translation>
    </message>
    <message>
        <source>Remove {name}?</source>
        <translation>Togliere {name}?</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>&amp;Togli</translation>
    </message>
    <message>
        <source>&amp;Keep</source>
        <translation>&amp;Non togliere</translation>
    </message>
    <message>
        <source>Within a quarter of an hour, {name} opens this address on their own telephone and presses Start. Give it to nobody else: whoever opens it is asked for approvals.

{address}</source>
        <translation>Entro un quarto d&apos;ora, {name} apre questo indirizzo sul proprio telefono e preme Avvia. Non darlo a nessun altro: a chi lo apre vengono chieste le approvazioni.

{address}</translation>
    </message>
    <message>
        <source>The telephone of {name}</source>
        <translation>Il telefono di {name}</translation>
    </message>
    <message>
        <source>&amp;Done</source>
        <translation>&amp;Fatto</translation>
    </message>
    <message>
        <source>The rules are saved.</source>
        <translation>Le regole sono salvate.</translation>
    </message>
</context>
<context>
    <name>Composer</name>
    <message>
        <source>A new notice</source>
        <translation>Una nuova comunicazione</translation>
    </message>
    <message numerus="yes">
        <source>%n error(s) to correct before sending</source>
        <translation>
            <numerusform>%n errore da correggere prima di inviare</numerusform>
            <numerusform>%n errori da correggere prima di inviare</numerusform>
        </translation>
    </message>
    <message>
        <source>Send on {moment}…</source>
        <translation>Invia {moment}…</translation>
    </message>
</context>
<context>
    <name>ComposerForm</name>
    <message>
        <source>Fields with * are required.</source>
        <translation>I campi con * sono obbligatori.</translation>
    </message>
    <message>
        <source>From the text: “{words}”</source>
        <translation>Dal testo: «{words}»</translation>
    </message>
    <message>
        <source>The text says “{words}”, which is not sure: choose yourself.</source>
        <translation>Il testo dice «{words}», che non è sicuro: scegli tu.</translation>
    </message>
    <message>
        <source>Write it as it really is, or press “{words}”.</source>
        <translation>Scrivi il valore vero, oppure premi «{words}».</translation>
    </message>
    <message>
        <source>Picture or document</source>
        <translation>Immagine o documento</translation>
    </message>
    <message>
        <source>Always describe what it shows: who cannot see it reads the description.</source>
        <translation>Descrivi sempre che cosa mostra: chi non la vede legge la descrizione.</translation>
    </message>
    <message>
        <source>Written: {text}</source>
        <translation>Scritto: {text}</translation>
    </message>
</context>
<context>
    <name>Conditions</name>
    <message>
        <source>Program</source>
        <translation>Programma</translation>
    </message>
    <message>
        <source>Texts and categories</source>
        <translation>Testi e argomenti</translation>
    </message>
    <message>
        <source>Own subjects</source>
        <translation>Argomenti propri</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Impostazioni</translation>
    </message>
    <message>
        <source>Data folder</source>
        <translation>Cartella dei dati</translation>
    </message>
    <message>
        <source>Archive</source>
        <translation>Archivio</translation>
    </message>
    <message>
        <source>Office key</source>
        <translation>Chiave dell&apos;ente</translation>
    </message>
    <message>
        <source>Second person</source>
        <translation>Seconda persona</translation>
    </message>
    <message>
        <source>Proof of the registers</source>
        <translation>Prova dei registri</translation>
    </message>
    <message>
        <source>Recovery words</source>
        <translation>Parole di recupero</translation>
    </message>
    <message>
        <source>Backup</source>
        <translation>Copia di sicurezza</translation>
    </message>
    <message>
        <source>Room on the disk</source>
        <translation>Spazio sul disco</translation>
    </message>
    <message>
        <source>Clock of this computer</source>
        <translation>Orologio di questo computer</translation>
    </message>
    <message>
        <source>Internet</source>
        <translation>Internet</translation>
    </message>
    <message>
        <source>Disk of this computer</source>
        <translation>Disco di questo computer</translation>
    </message>
    <message>
        <source>Archive, connection to the server</source>
        <translation>Archivio, collegamento al server</translation>
    </message>
    <message>
        <source>Archive, version of the server</source>
        <translation>Archivio, versione del server</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>Questo computer</translation>
    </message>
    <message>
        <source>Archive, permissions on the server</source>
        <translation>Archivio, permessi sul server</translation>
    </message>
    <message>
        <source>Archive, password of the server</source>
        <translation>Archivio, password del server</translation>
    </message>
    <message>
        <source>Receiving service</source>
        <translation>Servizio di ricezione</translation>
    </message>
    <message>
        <source>Newer versions of the program</source>
        <translation>Versioni nuove del programma</translation>
    </message>
    <message>
        <source>Receiving service, messages</source>
        <translation>Servizio di ricezione, messaggi</translation>
    </message>
    <message>
        <source>Receiving service, change of keys</source>
        <translation>Servizio di ricezione, cambio delle chiavi</translation>
    </message>
    <message>
        <source>Receiving service, signatures</source>
        <translation>Servizio di ricezione, firme</translation>
    </message>
    <message>
        <source>WhatsApp, access key</source>
        <translation>WhatsApp, chiave di accesso</translation>
    </message>
    <message>
        <source>WhatsApp, number</source>
        <translation>WhatsApp, numero</translation>
    </message>
    <message>
        <source>WhatsApp, templates</source>
        <translation>WhatsApp, modelli</translation>
    </message>
    <message>
        <source>WhatsApp, what citizens write</source>
        <translation>WhatsApp, quello che scrivono i cittadini</translation>
    </message>
    <message>
        <source>WhatsApp, Meta&apos;s limit</source>
        <translation>WhatsApp, limite di Meta</translation>
    </message>
    <message>
        <source>WhatsApp, payment</source>
        <translation>WhatsApp, pagamento</translation>
    </message>
    <message>
        <source>WhatsApp, account</source>
        <translation>WhatsApp, account</translation>
    </message>
    <message>
        <source>does not work</source>
        <translation>non funziona</translation>
    </message>
    <message>
        <source>look at it</source>
        <translation>da guardare</translation>
    </message>
    <message>
        <source>works</source>
        <translation>funziona</translation>
    </message>
</context>
<context>
    <name>ConfirmDialog</name>
    <message>
        <source>Send the notice</source>
        <translation>Invia la comunicazione</translation>
    </message>
    <message>
        <source>Send this notice?</source>
        <translation>Inviare questa comunicazione?</translation>
    </message>
    <message>
        <source>While you were confirming something has changed: look at it again before it goes out.</source>
        <translation>Mentre confermavi qualcosa è cambiato: riguardala prima che parta.</translation>
    </message>
    <message>
        <source>Training: nothing leaves this computer.</source>
        <translation>Esercitazione: nulla esce da questo computer.</translation>
    </message>
    <message>
        <source>What people will read</source>
        <translation>Che cosa leggeranno le persone</translation>
    </message>
    <message>
        <source>{channel} is not ready: {why}</source>
        <translation>{channel} non è pronto: {why}</translation>
    </message>
    <message>
        <source>If you send now, it goes out on {now} only. For {later} it stays queued until you resume it.</source>
        <translation>Se invii ora, parte solo su {now}. Per {later} resta in coda finché non riprendi l&apos;invio.</translation>
    </message>
    <message>
        <source>Once approved it goes out on {now} only. For {later} it stays queued until you resume it.</source>
        <translation>Una volta approvata parte solo su {now}. Per {later} resta in coda finché non riprendi l&apos;invio.</translation>
    </message>
    <message>
        <source>later</source>
        <translation>più tardi</translation>
    </message>
    <message>
        <source>one post, for everyone who follows the channel</source>
        <translation>un messaggio, per chi segue il canale</translation>
    </message>
    <message numerus="yes">
        <source>one post, %Ln follower(s)</source>
        <translation>
            <numerusform>un messaggio, il canale ha %Ln iscritto</numerusform>
            <numerusform>un messaggio, il canale ha %Ln iscritti</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln person(s)</source>
        <translation>
            <numerusform>%Ln persona</numerusform>
            <numerusform>%Ln persone</numerusform>
        </translation>
    </message>
    <message>
        <source>Goes out</source>
        <translation>Parte</translation>
    </message>
    <message>
        <source>Zones</source>
        <translation>Zone</translation>
    </message>
    <message>
        <source>The whole town</source>
        <translation>Tutto il Comune</translation>
    </message>
    <message>
        <source>{topic}: who does not want it is not counted</source>
        <translation>{topic}: chi non lo vuole non è contato</translation>
    </message>
    <message>
        <source>Topic</source>
        <translation>Argomento</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>Livello</translation>
    </message>
    <message>
        <source>WhatsApp cost, at most</source>
        <translation>Costo WhatsApp, al massimo</translation>
    </message>
    <message>
        <source>{price} ({parts} SMS each)</source>
        <translation>{price} ({parts} SMS a persona)</translation>
    </message>
    <message>
        <source>By SMS it would have been</source>
        <translation>Lo stesso testo per SMS</translation>
    </message>
    <message>
        <source>Time needed</source>
        <translation>Tempo necessario</translation>
    </message>
    <message>
        <source>Tick each warning that you have seen:</source>
        <translation>Spunta ogni punto dopo averlo letto:</translation>
    </message>
    <message>
        <source>Seen</source>
        <translation>Letto</translation>
    </message>
    <message>
        <source>Seen: {text}</source>
        <translation>Letto: {text}</translation>
    </message>
    <message>
        <source>The checks found nothing wrong.</source>
        <translation>I controlli non hanno trovato problemi.</translation>
    </message>
    <message>
        <source>To send this alert, write the word {word}:</source>
        <translation>Per inviare questa allerta scrivi la parola {word}:</translation>
    </message>
    <message>
        <source>The word {word}</source>
        <translation>La parola {word}</translation>
    </message>
    <message>
        <source>&amp;Back to the text</source>
        <translation>&amp;Torna al testo</translation>
    </message>
    <message>
        <source>&amp;Look again</source>
        <translation>&amp;Guarda di nuovo</translation>
    </message>
    <message>
        <source>Use the &amp;generic template</source>
        <translation>Usa il &amp;modello generico</translation>
    </message>
    <message>
        <source>A second person has to approve it ({reasons}), and nobody else may. It waits until somebody who manages sends it as an emergency.</source>
        <translation>Deve approvarla una seconda persona ({reasons}), ma nessun altro può farlo. Aspetta finché chi gestisce la invia in emergenza.</translation>
    </message>
    <message>
        <source>It does not go out at once: a second person has to approve it ({reasons}): {names}.</source>
        <translation>Non parte subito: deve approvarla una seconda persona ({reasons}): {names}.</translation>
    </message>
    <message>
        <source>red alert</source>
        <translation>allerta rossa</translation>
    </message>
    <message>
        <source>the whole town</source>
        <translation>tutto il paese</translation>
    </message>
    <message>
        <source>you may write, not send</source>
        <translation>puoi scrivere, non inviare</translation>
    </message>
    <message>
        <source>&amp;Ask for approval</source>
        <translation>&amp;Chiedi l&apos;approvazione</translation>
    </message>
    <message>
        <source>&amp;Send now on {channels}</source>
        <translation>&amp;Invia ora su {channels}</translation>
    </message>
    <message>
        <source>&amp;Send it {moment}</source>
        <translation>&amp;Invia {moment}</translation>
    </message>
    <message numerus="yes">
        <source>&amp;Send to %Ln person(s)</source>
        <translation>
            <numerusform>&amp;Invia a %Ln persona</numerusform>
            <numerusform>&amp;Invia a %Ln persone</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and to %Ln on {service}</source>
        <translation>
            <numerusform>e a %Ln su {service}</numerusform>
            <numerusform>e a %Ln su {service}</numerusform>
        </translation>
    </message>
    <message>
        <source>and on {service}</source>
        <translation>e su {service}</translation>
    </message>
    <message>
        <source>&amp;Publish</source>
        <translation>&amp;Pubblica</translation>
    </message>
</context>
<context>
    <name>ConflictDialog</name>
    <message>
        <source>Somebody else changed this subject too</source>
        <translation>Anche un&apos;altra postazione ha cambiato questo argomento</translation>
    </message>
    <message>
        <source>{who} saved another version</source>
        <translation>{who} ha salvato un&apos;altra versione</translation>
    </message>
    <message>
        <source>Another version was saved</source>
        <translation>È stata salvata un&apos;altra versione</translation>
    </message>
    <message>
        <source>{by} while you were writing. Neither of the two is lost: choose which one to keep.</source>
        <translation>{by} mentre scrivevi. Nessuna delle due è andata persa: scegli quale vale.</translation>
    </message>
    <message>
        <source>Now, from the other workstation</source>
        <translation>Adesso, dall&apos;altra postazione</translation>
    </message>
    <message>
        <source>Yours</source>
        <translation>La tua</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>e %n altra voce</numerusform>
            <numerusform>e altre %n voci</numerusform>
        </translation>
    </message>
    <message>
        <source>Keep &amp;mine</source>
        <translation>Tieni la &amp;mia</translation>
    </message>
    <message>
        <source>Take the &amp;other</source>
        <translation>Prendi l&apos;&amp;altra</translation>
    </message>
    <message>
        <source>&amp;Back to the text</source>
        <translation>&amp;Torna al testo</translation>
    </message>
</context>
<context>
    <name>CrashDialog</name>
    <message>
        <source>Something unexpected happened</source>
        <translation>È successo qualcosa di imprevisto</translation>
    </message>
    <message>
        <source>What you wrote is still in the window, and what was queued is safe. You can go on. If it happens again, send these details to whoever looks after the program.</source>
        <translation>Ciò che hai scritto è ancora nella finestra e ciò che era in coda è al sicuro. Puoi continuare. Se succede di nuovo, manda questi dettagli a chi si occupa del programma.</translation>
    </message>
    <message>
        <source>Details of the error</source>
        <translation>Dettagli dell&apos;errore</translation>
    </message>
    <message>
        <source>&amp;Copy the details</source>
        <translation>&amp;Copia i dettagli</translation>
    </message>
    <message>
        <source>&amp;Go on</source>
        <translation>C&amp;ontinua</translation>
    </message>
</context>
<context>
    <name>Credentials</name>
    <message>
        <source>Telegram: the key of the bot</source>
        <translation>Telegram: la chiave del bot</translation>
    </message>
    <message>
        <source>WhatsApp: the access key from Meta</source>
        <translation>WhatsApp: la chiave di accesso di Meta</translation>
    </message>
    <message>
        <source>Receiving service: the key that reads</source>
        <translation>Servizio di ricezione: la chiave che legge</translation>
    </message>
    <message>
        <source>Receiving service: the key that opens</source>
        <translation>Servizio di ricezione: la chiave che apre</translation>
    </message>
    <message>
        <source>Receiving service: the former key that reads</source>
        <translation>Servizio di ricezione: la chiave di prima che legge</translation>
    </message>
    <message>
        <source>Receiving service: the former key that opens</source>
        <translation>Servizio di ricezione: la chiave di prima che apre</translation>
    </message>
    <message>
        <source>Archive: the password of the server</source>
        <translation>Archivio: la password del server</translation>
    </message>
    <message>
        <source>Office key</source>
        <translation>Chiave dell&apos;ente</translation>
    </message>
    <message>
        <source>WhatsApp: the app secret from Meta</source>
        <translation>WhatsApp: la chiave segreta dell&apos;app, da Meta</translation>
    </message>
</context>
<context>
    <name>Dates</name>
    <message>
        <source>Not understood. Write for example 2/12 9:00, 2 dic, domani 9 or lun 9.30.</source>
        <translation>Non si capisce. Scrivi per esempio 2/12 9:00, 2 dic, domani 9 o lun 9.30.</translation>
    </message>
    <message>
        <source>Not understood. Write for example 9:00 or 9.30.</source>
        <translation>Non si capisce. Scrivi per esempio 9:00 o 9.30.</translation>
    </message>
    <message>
        <source>Not understood. Write for example 2/12, 2 dic, domani or lun.</source>
        <translation>Non si capisce. Scrivi per esempio 2/12, 2 dic, domani o lun.</translation>
    </message>
    <message>
        <source>It could be a day or an hour. Write 9/12 for a day and 9:00 for an hour.</source>
        <translation>Può essere un giorno o un&apos;ora. Scrivi 9/12 per un giorno e 9:00 per un&apos;ora.</translation>
    </message>
    <message>
        <source>That day falls on another weekday. Correct one of the two, or leave the weekday out.</source>
        <translation>Quel giorno cade in un altro giorno della settimana. Correggi uno dei due, o togli il giorno della settimana.</translation>
    </message>
    <message>
        <source>That day is not in the calendar.</source>
        <translation>Quel giorno non c&apos;è nel calendario.</translation>
    </message>
    <message>
        <source>The hour is missing: write it after the day, 2/12 9:00.</source>
        <translation>Manca l&apos;ora: scrivila dopo il giorno, 2/12 9:00.</translation>
    </message>
    <message>
        <source>That night the clocks go forward: this hour does not exist.</source>
        <translation>Quella notte l&apos;orologio va avanti: quest&apos;ora non esiste.</translation>
    </message>
    <message>
        <source>Open the calendar</source>
        <translation>Apri il calendario</translation>
    </message>
    <message>
        <source>Calendar: {field}</source>
        <translation>Calendario: {field}</translation>
    </message>
</context>
<context>
    <name>DayEditor</name>
    <message>
        <source>Choose the day…</source>
        <translation>Scegli il giorno…</translation>
    </message>
    <message>
        <source>Give a day</source>
        <translation>Indica il giorno</translation>
    </message>
</context>
<context>
    <name>DaysEditor</name>
    <message>
        <source>Add a day</source>
        <translation>Aggiungi un giorno</translation>
    </message>
</context>
<context>
    <name>DeliveriesTable</name>
    <message>
        <source>Deliveries</source>
        <translation>Destinatari</translation>
    </message>
    <message>
        <source>Channel of the deliveries shown</source>
        <translation>Canale dei destinatari mostrati</translation>
    </message>
    <message>
        <source>All channels</source>
        <translation>Tutti i canali</translation>
    </message>
    <message>
        <source>State of the deliveries shown</source>
        <translation>Stato dei destinatari mostrati</translation>
    </message>
    <message>
        <source>All states</source>
        <translation>Tutti gli stati</translation>
    </message>
    <message>
        <source>Recipient</source>
        <translation>Destinatario</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Stato</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Quando</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Perché</translation>
    </message>
    <message>
        <source>Open the &amp;post</source>
        <translation>Apri il messa&amp;ggio</translation>
    </message>
    <message numerus="yes">
        <source>The first %Ln delivery(ies)</source>
        <translation>
            <numerusform>Il primo %Ln destinatario</numerusform>
            <numerusform>I primi %Ln destinatari</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln delivery(ies)</source>
        <translation>
            <numerusform>%Ln destinatario</numerusform>
            <numerusform>%Ln destinatari</numerusform>
        </translation>
    </message>
    <message>
        <source>No delivery in this state</source>
        <translation>Nessun destinatario in questo stato</translation>
    </message>
    <message>
        <source>number erased</source>
        <translation>numero cancellato</translation>
    </message>
</context>
<context>
    <name>DraftList</name>
    <message>
        <source>Begun and not sent</source>
        <translation>Cominciate e non inviate</translation>
    </message>
    <message numerus="yes">
        <source>Show %n more</source>
        <translation>
            <numerusform>Mostrane un&apos;altra (%n)</numerusform>
            <numerusform>Mostrane altre %n</numerusform>
        </translation>
    </message>
    <message>
        <source>Go on writing</source>
        <translation>Riprendi a scrivere</translation>
    </message>
    <message>
        <source>Go on writing: {title}, {age}</source>
        <translation>Riprendi a scrivere: {title}, {age}</translation>
    </message>
    <message>
        <source>Throw it away…</source>
        <translation>Buttala…</translation>
    </message>
    <message>
        <source>Throw it away: {title}, {age}</source>
        <translation>Butta: {title}, {age}</translation>
    </message>
</context>
<context>
    <name>Editor</name>
    <message>
        <source>Required.</source>
        <translation>Obbligatorio.</translation>
    </message>
</context>
<context>
    <name>Ended</name>
    <message>
        <source> at {place}</source>
        <translation> a {place}</translation>
    </message>
    <message>
        <source>Can the water be drunk again{at}?</source>
        <translation>L&apos;acqua si può bere di nuovo{at}?</translation>
    </message>
    <message>
        <source>Is the water back{at}?</source>
        <translation>È tornata l&apos;acqua{at}?</translation>
    </message>
    <message>
        <source>Is the power back{at}?</source>
        <translation>È tornata la corrente{at}?</translation>
    </message>
    <message>
        <source>Was the missing person found?</source>
        <translation>La persona scomparsa è stata ritrovata?</translation>
    </message>
    <message>
        <source> in {street}</source>
        <translation> in {street}</translation>
    </message>
    <message>
        <source>Are the works finished{what}?</source>
        <translation>Sono finiti i lavori{what}?</translation>
    </message>
    <message>
        <source>Is it over: {title}?</source>
        <translation>È finita? {title}</translation>
    </message>
</context>
<context>
    <name>EndingWatch</name>
    <message>
        <source>An alert was not called off</source>
        <translation>Un&apos;allerta non è stata chiusa</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export the list</source>
        <translation>Esporta l&apos;elenco</translation>
    </message>
    <message>
        <source>The file has one line for each person who is on the list, or left it: the number, the state, since when. There are no names in it. It is personal data all the same: keep it where only those who need it can read it, hand it to nobody else, and delete it when you are done.</source>
        <translation>Il file ha una riga per ogni persona che è nell&apos;elenco o l&apos;ha lasciato: il numero, lo stato, da quando. Non ci sono nomi. Sono comunque dati personali: tienilo dove lo legge solo chi deve, non darlo ad altri e cancellalo quando hai finito.</translation>
    </message>
    <message>
        <source>Numbers &amp;masked, as {example}</source>
        <translation>Numeri &amp;mascherati, come {example}</translation>
    </message>
    <message>
        <source>&amp;Whole numbers</source>
        <translation>Numeri &amp;interi</translation>
    </message>
    <message>
        <source>Enough to count people, and to see who came and left when.</source>
        <translation>Bastano per contare le persone e vedere quando sono arrivate o andate via.</translation>
    </message>
    <message>
        <source>It is noted in the register that you took them. Whoever left has no number any more.</source>
        <translation>Che li hai presi resta annotato nel registro. Chi ha lasciato non ha più un numero.</translation>
    </message>
    <message>
        <source>Only who manages the office may take whole numbers.</source>
        <translation>I numeri interi può prenderli solo chi gestisce l&apos;ente.</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>&amp;Annulla</translation>
    </message>
    <message>
        <source>&amp;Save the file…</source>
        <translation>&amp;Salva il file…</translation>
    </message>
    <message>
        <source>Writing the list…</source>
        <translation>Scrivo l&apos;elenco…</translation>
    </message>
    <message>
        <source>File for the list</source>
        <translation>File per l&apos;elenco</translation>
    </message>
    <message>
        <source>Table (*.csv)</source>
        <translation>Tabella (*.csv)</translation>
    </message>
    <message>
        <source>Excel table (*.xlsx)</source>
        <translation>Tabella di Excel (*.xlsx)</translation>
    </message>
    <message>
        <source>subscribers-{day}</source>
        <translation>iscritti-{day}</translation>
    </message>
</context>
<context>
    <name>FieldRow</name>
    <message>
        <source>Write this, or {others}: one is enough.</source>
        <translation>Scrivi questo, oppure {others}: ne basta uno.</translation>
    </message>
    <message>
        <source>{field}: no error any more</source>
        <translation>{field}: nessun errore</translation>
    </message>
</context>
<context>
    <name>Fields</name>
    <message>
        <source>a short text</source>
        <translation>un testo breve</translation>
    </message>
    <message>
        <source>a longer text</source>
        <translation>un testo più lungo</translation>
    </message>
    <message>
        <source>from when to when</source>
        <translation>da quando a quando</translation>
    </message>
    <message>
        <source>a day</source>
        <translation>un giorno</translation>
    </message>
    <message>
        <source>an hour</source>
        <translation>un&apos;ora</translation>
    </message>
    <message>
        <source>a place</source>
        <translation>un luogo</translation>
    </message>
    <message>
        <source>a telephone number</source>
        <translation>un numero di telefono</translation>
    </message>
    <message>
        <source>the address of a page</source>
        <translation>l&apos;indirizzo di una pagina</translation>
    </message>
    <message>
        <source>a choice</source>
        <translation>una scelta</translation>
    </message>
    <message>
        <source>must be filled</source>
        <translation>obbligatorio</translation>
    </message>
    <message>
        <source>is asked</source>
        <translation>si chiede</translation>
    </message>
    <message>
        <source>Name of the field {name}</source>
        <translation>Nome del campo {name}</translation>
    </message>
    <message>
        <source>Ask it earlier: {name}</source>
        <translation>Chiedilo prima: {name}</translation>
    </message>
    <message>
        <source>Ask it later: {name}</source>
        <translation>Chiedilo dopo: {name}</translation>
    </message>
    <message>
        <source>is proposed</source>
        <translation>si propone</translation>
    </message>
</context>
<context>
    <name>FigureCard</name>
    <message>
        <source>As a chart</source>
        <translation>Come grafico</translation>
    </message>
    <message>
        <source>As a table</source>
        <translation>Come tabella</translation>
    </message>
</context>
<context>
    <name>FirstStart</name>
    <message>
        <source>Try &amp;it in training</source>
        <translation>&amp;Prova in esercitazione</translation>
    </message>
    <message>
        <source>I have a &amp;settings file…</source>
        <translation>Ho un file di imp&amp;ostazioni…</translation>
    </message>
    <message>
        <source>From another comp&amp;uter…</source>
        <translation>Da un altro comp&amp;uter…</translation>
    </message>
    <message>
        <source>From a bac&amp;kup…</source>
        <translation>Da una copia di sicure&amp;zza…</translation>
    </message>
    <message>
        <source>Welcome to ComuneCast</source>
        <translation>Benvenuto in ComuneCast</translation>
    </message>
    <message>
        <source>Step by step to the first notice on a real phone. To look around first, try the training with a sample town: nothing leaves this computer.</source>
        <translation>Passo per passo fino al primo avviso su un telefono vero. Per guardarti intorno prima, prova l&apos;esercitazione con un Comune di esempio: nulla esce da questo computer.</translation>
    </message>
    <message>
        <source>Settings of the office</source>
        <translation>Impostazioni dell&apos;ente</translation>
    </message>
    <message>
        <source>Settings (*.toml)</source>
        <translation>Impostazioni (*.toml)</translation>
    </message>
</context>
<context>
    <name>HistoryFilters</name>
    <message>
        <source>Search words or streets</source>
        <translation>Cerca parole o vie</translation>
    </message>
    <message>
        <source>Search the notices that were sent</source>
        <translation>Cerca tra le comunicazioni inviate</translation>
    </message>
    <message>
        <source>Subject of the notices shown</source>
        <translation>Argomento delle comunicazioni mostrate</translation>
    </message>
    <message>
        <source>All subjects</source>
        <translation>Tutti gli argomenti</translation>
    </message>
    <message>
        <source>When the notices shown were sent</source>
        <translation>Quando sono state inviate le comunicazioni mostrate</translation>
    </message>
    <message>
        <source>At any time</source>
        <translation>In qualsiasi periodo</translation>
    </message>
    <message>
        <source>In the last 7 days</source>
        <translation>Negli ultimi 7 giorni</translation>
    </message>
    <message>
        <source>In the last 30 days</source>
        <translation>Negli ultimi 30 giorni</translation>
    </message>
    <message>
        <source>In the last year</source>
        <translation>Nell&apos;ultimo anno</translation>
    </message>
    <message>
        <source>In the year {year}</source>
        <translation>Nell&apos;anno {year}</translation>
    </message>
    <message>
        <source>From day to day…</source>
        <translation>Dal giorno… al giorno…</translation>
    </message>
    <message>
        <source>From which day the notices shown were sent</source>
        <translation>Da quale giorno sono state inviate le comunicazioni mostrate</translation>
    </message>
    <message>
        <source>Until which day the notices shown were sent</source>
        <translation>Fino a quale giorno sono state inviate le comunicazioni mostrate</translation>
    </message>
    <message>
        <source>from 1/3/2026</source>
        <translation>dal 1/3/2026</translation>
    </message>
    <message>
        <source>to 31/3/2026</source>
        <translation>al 31/3/2026</translation>
    </message>
    <message>
        <source>Outcome of the notices shown</source>
        <translation>Esito delle comunicazioni mostrate</translation>
    </message>
    <message>
        <source>Any outcome</source>
        <translation>Con qualsiasi esito</translation>
    </message>
    <message>
        <source>With something that failed</source>
        <translation>Con qualcosa di non riuscito</translation>
    </message>
    <message>
        <source>With unknown outcomes</source>
        <translation>Con esiti incerti</translation>
    </message>
    <message>
        <source>With something not yet sent</source>
        <translation>Con qualcosa non ancora partito</translation>
    </message>
    <message>
        <source>Published by hand</source>
        <translation>Pubblicate a mano</translation>
    </message>
    <message>
        <source>From {first} to {last}</source>
        <translation>Dal {first} al {last}</translation>
    </message>
    <message>
        <source>From {first}</source>
        <translation>Dal {first}</translation>
    </message>
    <message>
        <source>Until {last}</source>
        <translation>Fino al {last}</translation>
    </message>
</context>
<context>
    <name>HistoryModel</name>
    <message>
        <source>Goes out on {moment}</source>
        <translation>Parte {moment}</translation>
    </message>
    <message>
        <source>Was to go out on {moment}</source>
        <translation>Doveva partire il {moment}</translation>
    </message>
</context>
<context>
    <name>HistoryPage</name>
    <message>
        <source>History</source>
        <translation>Storico</translation>
    </message>
    <message>
        <source>What was sent, to how many people, and how it ended</source>
        <translation>Che cosa è stato inviato, a quante persone e com&apos;è andata</translation>
    </message>
    <message>
        <source>&amp;Open</source>
        <translation>&amp;Apri</translation>
    </message>
    <message>
        <source>&amp;Unknown outcomes</source>
        <translation>Esiti &amp;incerti</translation>
    </message>
    <message>
        <source>Save the &amp;list…</source>
        <translation>Salva l&apos;e&amp;lenco…</translation>
    </message>
    <message>
        <source>&amp;Trials</source>
        <translation>&amp;Prove</translation>
    </message>
    <message>
        <source>Saving the list…</source>
        <translation>Salvo l&apos;elenco…</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Data</translation>
    </message>
    <message>
        <source>Notice</source>
        <translation>Comunicazione</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Esito</translation>
    </message>
    <message>
        <source>Channels</source>
        <translation>Canali</translation>
    </message>
    <message>
        <source>Notices</source>
        <translation>Comunicazioni</translation>
    </message>
    <message>
        <source>&amp;Write a notice</source>
        <translation>&amp;Scrivi una comunicazione</translation>
    </message>
    <message>
        <source>Nothing was sent yet</source>
        <translation>Non è ancora stato inviato nulla</translation>
    </message>
    <message>
        <source>Every notice you send appears here, with what happened for each person.</source>
        <translation>Ogni comunicazione inviata compare qui, con l&apos;esito per ogni persona.</translation>
    </message>
    <message>
        <source>No notice like that</source>
        <translation>Nessuna comunicazione così</translation>
    </message>
    <message>
        <source>Try fewer words, or another period.</source>
        <translation>Prova con meno parole, o con un altro periodo.</translation>
    </message>
    <message>
        <source>Show &amp;older notices</source>
        <translation>Mostra le &amp;comunicazioni precedenti</translation>
    </message>
    <message>
        <source>Save the list</source>
        <translation>Salva l&apos;elenco</translation>
    </message>
    <message>
        <source>Table (*.csv)</source>
        <translation>Tabella (*.csv)</translation>
    </message>
    <message>
        <source>Document to read and print (*.pdf)</source>
        <translation>Documento da leggere e stampare (*.pdf)</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>Argomento</translation>
    </message>
    <message>
        <source>Zones</source>
        <translation>Zone</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>Canale</translation>
    </message>
    <message>
        <source>Notices of {office}</source>
        <translation>Comunicazioni di {office}</translation>
    </message>
    <message numerus="yes">
        <source>%Ln notice(s) saved in {file}.</source>
        <translation>
            <numerusform>%Ln comunicazione salvata in {file}.</numerusform>
            <numerusform>%Ln comunicazioni salvate in {file}.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HomePage</name>
    <message numerus="yes">
        <source>%n more notice(s) wait for your approval.</source>
        <translation>
            <numerusform>Un&apos;altra (%n) comunicazione aspetta la tua approvazione.</numerusform>
            <numerusform>Altre %n comunicazioni aspettano la tua approvazione.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more notice(s) were not sent to everybody.</source>
        <translation>
            <numerusform>Un&apos;altra (%n) comunicazione non inviata a tutti.</numerusform>
            <numerusform>Altre %n comunicazioni non inviate a tutti.</numerusform>
        </translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Oggi</translation>
    </message>
    <message>
        <source>&amp;Write a notice</source>
        <translation>&amp;Scrivi una comunicazione</translation>
    </message>
    <message>
        <source>&amp;Read the bulletin…</source>
        <translation>&amp;Leggi il bollettino…</translation>
    </message>
    <message>
        <source>To do</source>
        <translation>Da fare</translation>
    </message>
    <message>
        <source>Looking for what is open…</source>
        <translation>Guardo che cosa è aperto…</translation>
    </message>
    <message>
        <source>Will it go out?</source>
        <translation>Partirà?</translation>
    </message>
    <message>
        <source>Asking the services…</source>
        <translation>Chiedo ai servizi…</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>Controlla di nuovo</translation>
    </message>
    <message>
        <source>People reached</source>
        <translation>Persone raggiunte</translation>
    </message>
    <message>
        <source>This month</source>
        <translation>Questo mese</translation>
    </message>
    <message>
        <source>Nothing waits for you.</source>
        <translation>Niente ti aspetta.</translation>
    </message>
    <message>
        <source>The weather bulletin could not be fetched</source>
        <translation>Il bollettino meteo non si è potuto scaricare</translation>
    </message>
    <message>
        <source>Read the bulletin…</source>
        <translation>Leggi il bollettino…</translation>
    </message>
    <message>
        <source>Alert not called off: {title}</source>
        <translation>Allerta non chiusa: {title}</translation>
    </message>
    <message>
        <source>Alert in force: {title}</source>
        <translation>Allerta in corso: {title}</translation>
    </message>
    <message>
        <source>It ended on {moment}.</source>
        <translation>È finita il {moment}.</translation>
    </message>
    <message>
        <source>Until {moment}.</source>
        <translation>Fino al {moment}.</translation>
    </message>
    <message>
        <source>Call it off…</source>
        <translation>Chiudi l&apos;allerta…</translation>
    </message>
    <message>
        <source>Look at it</source>
        <translation>Guarda</translation>
    </message>
    <message>
        <source>Begins on {moment}: {title}</source>
        <translation>Inizia {moment}: {title}</translation>
    </message>
    <message numerus="yes">
        <source>%n more notice(s) are not over.</source>
        <translation>
            <numerusform>%n altra comunicazione non è finita.</numerusform>
            <numerusform>Altre %n comunicazioni non sono finite.</numerusform>
        </translation>
    </message>
    <message>
        <source>Did not go out: {title}</source>
        <translation>Non è partita: {title}</translation>
    </message>
    <message>
        <source>It was to go out on {moment}: {because}.</source>
        <translation>Doveva partire {moment}: {because}.</translation>
    </message>
    <message>
        <source>Goes out on {moment}: {title}</source>
        <translation>Parte {moment}: {title}</translation>
    </message>
    <message>
        <source>Change it, move it or take it back there.</source>
        <translation>Da lì la modifichi, la sposti o la riprendi.</translation>
    </message>
    <message numerus="yes">
        <source>%n more notice(s) go out later.</source>
        <translation>
            <numerusform>%n altra comunicazione parte più tardi.</numerusform>
            <numerusform>Altre %n comunicazioni partono più tardi.</numerusform>
        </translation>
    </message>
    <message>
        <source>Waits for your approval: {title}</source>
        <translation>Aspetta la tua approvazione: {title}</translation>
    </message>
    <message>
        <source>Written by {name}.</source>
        <translation>Scritta da {name}.</translation>
    </message>
    <message>
        <source>Look and decide</source>
        <translation>Guarda e decidi</translation>
    </message>
    <message numerus="yes">
        <source>It is not known whether %Ln message(s) arrived.</source>
        <translation>
            <numerusform>Di %Ln messaggio non si sa se è arrivato.</numerusform>
            <numerusform>Di %Ln messaggi non si sa se sono arrivati.</numerusform>
        </translation>
    </message>
    <message>
        <source>Look at them</source>
        <translation>Guarda quali</translation>
    </message>
    <message>
        <source>Not sent to everybody: {title}</source>
        <translation>Non inviata a tutti: {title}</translation>
    </message>
    <message numerus="yes">
        <source>%Ln message(s) are still queued, since {moment}.</source>
        <translation>
            <numerusform>%Ln messaggio è ancora in coda, dal {moment}.</numerusform>
            <numerusform>%Ln messaggi sono ancora in coda, dal {moment}.</numerusform>
        </translation>
    </message>
    <message>
        <source>Begun and not sent: {title}</source>
        <translation>Iniziata e non inviata: {title}</translation>
    </message>
    <message>
        <source>Go on writing</source>
        <translation>Riprendi a scrivere</translation>
    </message>
    <message numerus="yes">
        <source>%n more notice(s) were begun and not sent.</source>
        <translation>
            <numerusform>Un&apos;altra (%n) comunicazione iniziata e non inviata.</numerusform>
            <numerusform>Altre %n comunicazioni iniziate e non inviate.</numerusform>
        </translation>
    </message>
    <message>
        <source>See all of them</source>
        <translation>Guardale tutte</translation>
    </message>
    <message>
        <source>It is over: tell them…</source>
        <translation>È finita: avvisa…</translation>
    </message>
    <message>
        <source>It goes on…</source>
        <translation>Si prolunga…</translation>
    </message>
    <message>
        <source>It was over already, no message</source>
        <translation>Era già finita, nessun messaggio</translation>
    </message>
    <message>
        <source>More news was promised: {title}</source>
        <translation>Avevi promesso notizie: {title}</translation>
    </message>
    <message>
        <source>It was promised for {moment}.</source>
        <translation>Le avevi promesse per il {moment}.</translation>
    </message>
    <message>
        <source>“{title}” was to end on {moment}.</source>
        <translation>«{title}» doveva finire il {moment}.</translation>
    </message>
    <message>
        <source>Under way: {title}</source>
        <translation>In corso: {title}</translation>
    </message>
    <message>
        <source>No end was told: it stays here until you say that it is over.</source>
        <translation>Non è stata detta una fine: resta qui finché dici che è finita.</translation>
    </message>
    <message>
        <source>Until {moment}; then it closes by itself.</source>
        <translation>Fino al {moment}, poi si chiude da sé.</translation>
    </message>
    <message>
        <source>Noted: it is over, and nobody gets a message.</source>
        <translation>Segnato: è finita, e nessuno riceve un messaggio.</translation>
    </message>
    <message>
        <source>Do not ask any more</source>
        <translation>Non chiedermelo più</translation>
    </message>
    <message>
        <source>“{name}” goes on from {day}: prepare the drafts?</source>
        <translation>«{name}» continua dal {day}: preparo le bozze?</translation>
    </message>
    <message>
        <source>Prepare the drafts…</source>
        <translation>Prepara le bozze…</translation>
    </message>
    <message>
        <source>Load the new one…</source>
        <translation>Carica quello nuovo…</translation>
    </message>
    <message>
        <source>Last year you loaded “{name}”: do you want to load the new one?</source>
        <translation>L&apos;anno scorso avevi caricato «{name}»: vuoi caricare quello nuovo?</translation>
    </message>
    <message>
        <source>“{name}” comes to its end: do you want to load the new one?</source>
        <translation>«{name}» sta per finire: vuoi caricare quello nuovo?</translation>
    </message>
    <message>
        <source>It was loaded on {day}.</source>
        <translation>L&apos;avevi caricato il {day}.</translation>
    </message>
    <message>
        <source>Telegram post to look at: {title}</source>
        <translation>Post di Telegram da guardare: {title}</translation>
    </message>
    <message numerus="yes">
        <source>%n more Telegram post(s) to look at.</source>
        <translation>
            <numerusform>%n altro post di Telegram da guardare.</numerusform>
            <numerusform>%n altri post di Telegram da guardare.</numerusform>
        </translation>
    </message>
    <message>
        <source>Just sent: {title}</source>
        <translation>Appena inviata: {title}</translation>
    </message>
    <message>
        <source>I made a mistake…</source>
        <translation>Ho sbagliato…</translation>
    </message>
    <message>
        <source>There is no channel yet: the guided set-up connects them.</source>
        <translation>Non c&apos;è ancora nessun canale: si collegano con la configurazione guidata.</translation>
    </message>
    <message>
        <source>The services could not be asked.</source>
        <translation>Non è stato possibile chiedere ai servizi.</translation>
    </message>
    <message>
        <source>Asked at {time}</source>
        <translation>Chiesto alle {time}</translation>
    </message>
    <message>
        <source>Goes out</source>
        <translation>Parte</translation>
    </message>
    <message>
        <source>Does not go out</source>
        <translation>Non parte</translation>
    </message>
    <message>
        <source>Goes out, look at it</source>
        <translation>Parte, da guardare</translation>
    </message>
    <message numerus="yes">
        <source>And %n more thing(s).</source>
        <translation>
            <numerusform>E un&apos;altra cosa (%n).</numerusform>
            <numerusform>E altre %n cose.</numerusform>
        </translation>
    </message>
    <message>
        <source>Enter the keys…</source>
        <translation>Scrivi le chiavi…</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Riprova</translation>
    </message>
    <message>
        <source>Open the settings</source>
        <translation>Apri le impostazioni</translation>
    </message>
    <message>
        <source>not counted yet</source>
        <translation>non ancora contate</translation>
    </message>
    <message>
        <source>subscribers</source>
        <translation>iscritti</translation>
    </message>
    <message>
        <source>followers</source>
        <translation>persone che lo seguono</translation>
    </message>
    <message>
        <source>{change} in thirty days</source>
        <translation>{change} in trenta giorni</translation>
    </message>
    <message numerus="yes">
        <source>%Ln did not arrive</source>
        <translation>
            <numerusform>%Ln non arrivato</numerusform>
            <numerusform>%Ln non arrivati</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>notice(s)</source>
        <translation>
            <numerusform>comunicazione</numerusform>
            <numerusform>comunicazioni</numerusform>
        </translation>
    </message>
    <message>
        <source>messages sent</source>
        <translation>messaggi inviati</translation>
    </message>
    <message>
        <source>for WhatsApp, without VAT, estimated</source>
        <translation>per WhatsApp, senza IVA, stimati</translation>
    </message>
    <message>
        <source>for WhatsApp, without VAT</source>
        <translation>per WhatsApp, senza IVA</translation>
    </message>
</context>
<context>
    <name>HourDialog</name>
    <message>
        <source>Send later</source>
        <translation>Invia più tardi</translation>
    </message>
    <message>
        <source>When should it go out?</source>
        <translation>Quando deve partire?</translation>
    </message>
    <message>
        <source>At that time the program checks it again: whatever is no longer true is held, and you are asked. The computer has to be on, with ComuneCast open.</source>
        <translation>Alla sua ora il programma la ricontrolla: se qualcosa non è più vero la trattiene e te lo chiede. Il computer deve essere acceso, con ComuneCast aperto.</translation>
    </message>
    <message>
        <source>Day and hour</source>
        <translation>Giorno e ora</translation>
    </message>
    <message>
        <source>The first (summer time)</source>
        <translation>La prima (ora legale)</translation>
    </message>
    <message>
        <source>The second (winter time)</source>
        <translation>La seconda (ora solare)</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>&amp;Indietro</translation>
    </message>
    <message>
        <source>&amp;Go on</source>
        <translation>&amp;Avanti</translation>
    </message>
    <message>
        <source>Write a day and an hour, for example 2/12 9:00.</source>
        <translation>Scrivi un giorno e un&apos;ora, per esempio 2/12 9:00.</translation>
    </message>
    <message>
        <source>That hour has passed. Choose one that is still to come.</source>
        <translation>Quell&apos;ora è passata. Scegline una che deve ancora venire.</translation>
    </message>
    <message>
        <source>That night the clocks go back, and this hour comes twice. Say which one you mean.</source>
        <translation>Quella notte gli orologi tornano indietro e quest&apos;ora c&apos;è due volte. Di&apos; quale intendi.</translation>
    </message>
    <message>
        <source>It goes out on {moment}.</source>
        <translation>Parte {moment}.</translation>
    </message>
</context>
<context>
    <name>HourEditor</name>
    <message>
        <source>Choose the hour…</source>
        <translation>Scegli l&apos;ora…</translation>
    </message>
    <message>
        <source>Give an hour</source>
        <translation>Indica l&apos;ora</translation>
    </message>
</context>
<context>
    <name>ImageEditor</name>
    <message>
        <source>Choose a file…</source>
        <translation>Scegli un file…</translation>
    </message>
    <message>
        <source>{field}: choose a file</source>
        <translation>{field}: scegli un file</translation>
    </message>
    <message>
        <source>{field}: take the file away</source>
        <translation>{field}: togli il file</translation>
    </message>
    <message>
        <source>What the picture shows and the words on it</source>
        <translation>Che cosa mostra l&apos;immagine e le parole che contiene</translation>
    </message>
    <message>
        <source>{field}: description for who cannot see it</source>
        <translation>{field}: descrizione per chi non la vede</translation>
    </message>
    <message>
        <source>Pictures (*.jpg *.jpeg *.png *.gif *.webp *.tif *.tiff *.bmp);;PDF (*.pdf)</source>
        <translation>Immagini (*.jpg *.jpeg *.png *.gif *.webp *.tif *.tiff *.bmp);;PDF (*.pdf)</translation>
    </message>
    <message>
        <source>A picture, or a PDF</source>
        <translation>Un&apos;immagine o un PDF</translation>
    </message>
    <message numerus="yes">
        <source>%Ln page(s)</source>
        <translation>
            <numerusform>%Ln pagina</numerusform>
            <numerusform>%Ln pagine</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ImportDialog</name>
    <message>
        <source>Import subscribers</source>
        <translation>Importa iscritti</translation>
    </message>
    <message>
        <source>CSV or Excel (XLSX). Only people who gave their consent; whoever has left stays out.</source>
        <translation>CSV o Excel (XLSX). Solo persone che hanno dato il consenso; chi ha scritto Disattiva resta fuori.</translation>
    </message>
    <message>
        <source>Going through the list…</source>
        <translation>Scorro l&apos;elenco…</translation>
    </message>
    <message>
        <source>Row</source>
        <translation>Riga</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Valore</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Perché</translation>
    </message>
    <message>
        <source>Rows that need attention</source>
        <translation>Righe da controllare</translation>
    </message>
    <message>
        <source>Choose the &amp;file…</source>
        <translation>Scegli il &amp;file…</translation>
    </message>
    <message>
        <source>No file chosen</source>
        <translation>Nessun file scelto</translation>
    </message>
    <message>
        <source>e.g. forms collected in 2022</source>
        <translation>per esempio: moduli raccolti nel 2022</translation>
    </message>
    <message>
        <source>Column with the &amp;numbers</source>
        <translation>&amp;Colonna con i numeri</translation>
    </message>
    <message>
        <source>Where the c&amp;onsent comes from</source>
        <translation>Da dove viene il c&amp;onsenso</translation>
    </message>
    <message>
        <source>Also import the doubtful numbers (short mobiles, landlines)</source>
        <translation>Importa anche i numeri dubbi (cellulari di nove cifre, numeri fissi)</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>&amp;Annulla</translation>
    </message>
    <message>
        <source>&amp;Import</source>
        <translation>&amp;Importa</translation>
    </message>
    <message>
        <source>File with the numbers</source>
        <translation>File con i numeri</translation>
    </message>
    <message>
        <source>Tables (*.csv *.txt *.tsv *.xlsx)</source>
        <translation>Tabelle (*.csv *.txt *.tsv *.xlsx)</translation>
    </message>
    <message numerus="yes">
        <source>{file}, %Ln row(s)</source>
        <translation>
            <numerusform>{file}, %Ln riga</numerusform>
            <numerusform>{file}, %Ln righe</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln row(s) need attention</source>
        <translation>
            <numerusform>%Ln riga da controllare</numerusform>
            <numerusform>%Ln righe da controllare</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln to add</source>
        <translation>
            <numerusform>%Ln da aggiungere</numerusform>
            <numerusform>%Ln da aggiungere</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln already here</source>
        <translation>
            <numerusform>%Ln già iscritto</numerusform>
            <numerusform>%Ln già iscritti</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln who left in the past</source>
        <translation>
            <numerusform>%Ln uscito in passato</numerusform>
            <numerusform>%Ln usciti in passato</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln refused</source>
        <translation>
            <numerusform>%Ln rifiutato</numerusform>
            <numerusform>%Ln rifiutati</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln doubtful</source>
        <translation>
            <numerusform>%Ln dubbio</numerusform>
            <numerusform>%Ln dubbi</numerusform>
        </translation>
    </message>
    <message>
        <source>Nobody to add</source>
        <translation>Nessuno da aggiungere</translation>
    </message>
    <message numerus="yes">
        <source>%Ln person(s) added</source>
        <translation>
            <numerusform>%Ln persona aggiunta</numerusform>
            <numerusform>%Ln persone aggiunte</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln row(s) were not imported: they are listed here.</source>
        <translation>
            <numerusform>%Ln riga non importata: è nell&apos;elenco qui sotto.</numerusform>
            <numerusform>%Ln righe non importate: sono nell&apos;elenco qui sotto.</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>C&amp;hiudi</translation>
    </message>
    <message numerus="yes">
        <source>&amp;Import %Ln person(s)</source>
        <translation>
            <numerusform>&amp;Importa %Ln persona</numerusform>
            <numerusform>&amp;Importa %Ln persone</numerusform>
        </translation>
    </message>
    <message>
        <source>Doubtful</source>
        <translation>Dubbio</translation>
    </message>
    <message>
        <source>Every row is fine</source>
        <translation>Tutte le righe vanno bene</translation>
    </message>
    <message>
        <source>Write where the consent comes from.</source>
        <translation>Scrivi da dove viene il consenso.</translation>
    </message>
</context>
<context>
    <name>JoinDialog</name>
    <message>
        <source>An archive on a server</source>
        <translation>Un archivio su un server</translation>
    </message>
    <message>
        <source>Several workstations of one office share people, notices and queue on a PostgreSQL server. Whoever runs the server gives you its address, a name and a password.</source>
        <translation>Più postazioni di un ente condividono persone, comunicazioni e coda su un server PostgreSQL. Chi gestisce il server ti dà l&apos;indirizzo, un nome e una password.</translation>
    </message>
    <message>
        <source>What is in the archive of this computer does not move there, and is not used any more.</source>
        <translation>Quello che c&apos;è nell&apos;archivio di questo computer non ci va da solo, e non si usa più.</translation>
    </message>
    <message>
        <source>server.comune.it/comunecast</source>
        <translation>server.comune.it/comunecast</translation>
    </message>
    <message>
        <source>&amp;Address</source>
        <translation>&amp;Indirizzo</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Nome</translation>
    </message>
    <message>
        <source>&amp;Password</source>
        <translation>&amp;Password</translation>
    </message>
    <message>
        <source>&amp;Office, for example Comune di Calcinaia</source>
        <translation>&amp;Ente, per esempio Comune di Calcinaia</translation>
    </message>
    <message>
        <source>The 24 &amp;words on the office&apos;s paper</source>
        <translation>Le 24 pa&amp;role sul foglio dell&apos;ente</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>&amp;Annulla</translation>
    </message>
    <message>
        <source>Check the &amp;server</source>
        <translation>Controlla il &amp;server</translation>
    </message>
    <message>
        <source>&amp;Join it</source>
        <translation>&amp;Usa questo archivio</translation>
    </message>
    <message>
        <source>This archive can be worked with.</source>
        <translation>Con questo archivio si può lavorare.</translation>
    </message>
</context>
<context>
    <name>KeyPaper</name>
    <message>
        <source>Key of the office</source>
        <translation>Chiave dell&apos;ente</translation>
    </message>
    <message>
        <source>ComuneCast, printed on {day}</source>
        <translation>ComuneCast, stampata il {day}</translation>
    </message>
    <message>
        <source>With these words another computer of the office opens the archive and the backups. Without them nobody can, if this computer breaks.</source>
        <translation>Con queste parole un altro computer dell&apos;ente apre l&apos;archivio e le copie. Senza, se questo computer si rompe, non può più nessuno.</translation>
    </message>
    <message>
        <source>Keep this sheet in a safe. Do not photograph it, do not copy it into a file, do not send it.</source>
        <translation>Tieni questo foglio in cassaforte. Non fotografarlo, non copiarlo in un file, non spedirlo.</translation>
    </message>
    <message>
        <source>Who reads it, and takes the data folder as well, can compute the numbers of the people who left.</source>
        <translation>Chi lo legge, e prende anche la cartella dei dati, può risalire ai numeri di chi ha lasciato.</translation>
    </message>
</context>
<context>
    <name>ListEditor</name>
    <message>
        <source>Add an entry</source>
        <translation>Aggiungi una voce</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Reading what citizens wrote…</source>
        <translation>Leggo quello che hanno scritto i cittadini…</translation>
    </message>
    <message>
        <source>Checking the registers…</source>
        <translation>Controllo i registri…</translation>
    </message>
    <message>
        <source>TRAINING - {title}</source>
        <translation>ESERCITAZIONE - {title}</translation>
    </message>
    <message>
        <source>Taking the office over…</source>
        <translation>Porto qui l&apos;ente…</translation>
    </message>
    <message>
        <source>Calendars and tables (*.ics *.csv *.xlsx)</source>
        <translation>Calendari e tabelle (*.ics *.csv *.xlsx)</translation>
    </message>
    <message>
        <source>From a calendar</source>
        <translation>Da un calendario</translation>
    </message>
    <message>
        <source>“{title}”, {moment}</source>
        <translation>«{title}», {moment}</translation>
    </message>
</context>
<context>
    <name>ManualWindow</name>
    <message>
        <source>Manual</source>
        <translation>Manuale</translation>
    </message>
    <message>
        <source>Contents</source>
        <translation>Indice</translation>
    </message>
    <message>
        <source>Text of the manual</source>
        <translation>Testo del manuale</translation>
    </message>
    <message>
        <source>Search in the manual</source>
        <translation>Cerca nel manuale</translation>
    </message>
    <message>
        <source>&amp;Find next</source>
        <translation>&amp;Trova il prossimo</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>&amp;Chiudi</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>Non trovato</translation>
    </message>
    <message>
        <source>The manual is not here</source>
        <translation>Il manuale non c&apos;è</translation>
    </message>
    <message>
        <source>It did not travel with this program.</source>
        <translation>Non è arrivato insieme al programma.</translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>&amp;File</source>
        <translation>&amp;File</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Modifica</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Visualizza</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>Ai&amp;uto</translation>
    </message>
    <message>
        <source>&amp;About ComuneCast</source>
        <translation>&amp;Informazioni su ComuneCast</translation>
    </message>
    <message>
        <source>&amp;New notice</source>
        <translation>&amp;Nuova comunicazione</translation>
    </message>
    <message>
        <source>&amp;Send…</source>
        <translation>&amp;Invia…</translation>
    </message>
    <message>
        <source>&amp;Import subscribers…</source>
        <translation>I&amp;mporta iscritti…</translation>
    </message>
    <message>
        <source>Verify the &amp;register of consents</source>
        <translation>Verifica il &amp;registro dei consensi</translation>
    </message>
    <message>
        <source>&amp;Keys of the services…</source>
        <translation>&amp;Chiavi dei servizi…</translation>
    </message>
    <message>
        <source>Open the &amp;training</source>
        <translation>&amp;Apri l&apos;esercitazione</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Esci</translation>
    </message>
    <message>
        <source>&amp;Manual, at this page</source>
        <translation>&amp;Manuale, a questa pagina</translation>
    </message>
    <message>
        <source>&amp;Keys</source>
        <translation>&amp;Tasti</translation>
    </message>
    <message>
        <source>&amp;Course of ten minutes</source>
        <translation>&amp;Corso di dieci minuti</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Annulla</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Ripeti</translation>
    </message>
    <message>
        <source>Cu&amp;t</source>
        <translation>&amp;Taglia</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Copia</translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation>&amp;Incolla</translation>
    </message>
    <message>
        <source>T&amp;oday</source>
        <translation>&amp;Oggi</translation>
    </message>
    <message>
        <source>&amp;Write</source>
        <translation>&amp;Componi</translation>
    </message>
    <message>
        <source>&amp;Subscribers</source>
        <translation>&amp;Iscritti</translation>
    </message>
    <message>
        <source>&amp;History</source>
        <translation>&amp;Storico</translation>
    </message>
    <message>
        <source>S&amp;tatistics</source>
        <translation>S&amp;tatistiche</translation>
    </message>
    <message>
        <source>Te&amp;mplates</source>
        <translation>Mod&amp;elli</translation>
    </message>
    <message>
        <source>S&amp;ettings</source>
        <translation>I&amp;mpostazioni</translation>
    </message>
    <message>
        <source>&amp;Colours</source>
        <translation>Co&amp;lori</translation>
    </message>
    <message>
        <source>&amp;As in the system</source>
        <translation>Come nel sis&amp;tema</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>&amp;Chiaro</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>&amp;Scuro</translation>
    </message>
    <message>
        <source>Text si&amp;ze</source>
        <translation>&amp;Dimensione del testo</translation>
    </message>
    <message>
        <source>&amp;Larger</source>
        <translation>&amp;Ingrandisci</translation>
    </message>
    <message>
        <source>&amp;Smaller</source>
        <translation>&amp;Rimpicciolisci</translation>
    </message>
    <message>
        <source>&amp;Normal</source>
        <translation>&amp;Normale</translation>
    </message>
</context>
<context>
    <name>MistakeDialog</name>
    <message>
        <source>I made a mistake</source>
        <translation>Ho sbagliato</translation>
    </message>
    <message>
        <source>What is wrong in “{title}”?</source>
        <translation>Che cosa è sbagliato in «{title}»?</translation>
    </message>
    <message>
        <source>&amp;Correct it</source>
        <translation>&amp;Correggi</translation>
    </message>
    <message>
        <source>&amp;Withdraw the whole notice</source>
        <translation>&amp;Ritira tutta la comunicazione</translation>
    </message>
    <message>
        <source>&amp;File to change</source>
        <translation>&amp;File da cambiare</translation>
    </message>
    <message>
        <source>&amp;Leave it as it is</source>
        <translation>&amp;Lascia com&apos;è</translation>
    </message>
    <message>
        <source>Send the right one to &amp;all</source>
        <translation>Manda quella giusta a &amp;tutti</translation>
    </message>
    <message numerus="yes">
        <source>%Ln message(s) still queued will be stopped.</source>
        <translation>
            <numerusform>%Ln messaggio ancora in coda viene fermato.</numerusform>
            <numerusform>%Ln messaggi ancora in coda vengono fermati.</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing goes out while this is open.</source>
        <translation>Finché questa finestra è aperta non esce nulla.</translation>
    </message>
    <message>
        <source>People on WhatsApp: {have} have it, {missed} do not, {unknown} are not known.</source>
        <translation>Persone su WhatsApp: {have} l&apos;hanno avuta, {missed} no, di {unknown} non si sa.</translation>
    </message>
    <message>
        <source>On WhatsApp nobody has it.</source>
        <translation>Su WhatsApp non l&apos;ha ricevuta nessuno.</translation>
    </message>
    <message>
        <source>None: the files stay as they are</source>
        <translation>Nessuno: i file restano come sono</translation>
    </message>
    <message>
        <source>{number}: {words}</source>
        <translation>{number}: {words}</translation>
    </message>
    <message>
        <source>Whoever has it on WhatsApp, or may have it, gets the correction at once.</source>
        <translation>A chi l&apos;ha avuta su WhatsApp, o può averla avuta, arriva subito la Rettifica.</translation>
    </message>
    <message>
        <source>The correction for WhatsApp opens ready to send.</source>
        <translation>La Rettifica per WhatsApp si apre pronta da inviare.</translation>
    </message>
    <message>
        <source>Delete it and post it a&amp;new</source>
        <translation>Ca&amp;ncella e ripubblica</translation>
    </message>
    <message>
        <source>There is no Telegram post to change.</source>
        <translation>Non c&apos;è un post di Telegram da cambiare.</translation>
    </message>
    <message>
        <source>Telegram puts a file in the place of another one of its kind, but takes none away. So the post ({channels}) is deleted, and the right one is posted anew.</source>
        <translation>Telegram mette un file al posto di un altro dello stesso tipo, ma non ne toglie. Perciò il post ({channels}) viene cancellato, e quello giusto pubblicato di nuovo.</translation>
    </message>
    <message>
        <source>Telegram puts a file in the place of another one of its kind, but takes none away; and the post ({channels}) is more than 48 hours old, so no program can delete it to post it anew. Leave the file as it was, or delete the post from an administrator&apos;s phone.</source>
        <translation>Telegram mette un file al posto di un altro dello stesso tipo, ma non ne toglie; e il post ({channels}) ha più di 48 ore, quindi nessun programma lo può cancellare per ripubblicarlo. Lascia il file com&apos;era, oppure cancella il post dal telefono di un amministratore.</translation>
    </message>
    <message>
        <source>Telegram puts the file into the post where it stands ({channels}), which says CORRETTO with the hour. Only where the text has more than 1,024 characters the post is deleted and the right one posted anew: that works for 48 hours.</source>
        <translation>Telegram mette il file nel post, dov&apos;è ({channels}), che porta scritto CORRETTO con l&apos;ora. Solo se il testo ha più di 1.024 caratteri il post viene cancellato e quello giusto pubblicato di nuovo: si può per 48 ore.</translation>
    </message>
    <message>
        <source>No post shows how a file is described: that on {channels} stays as it is, without a mark.</source>
        <translation>Nessun post mostra come è descritto un file: quello su {channels} resta com&apos;è, senza scritte.</translation>
    </message>
    <message>
        <source>The post is corrected at once, and is marked CORRETTO with the time ({channels}).</source>
        <translation>Il post viene corretto subito e porta scritto CORRETTO con l&apos;ora ({channels}).</translation>
    </message>
    <message>
        <source>The post is deleted ({channels}).</source>
        <translation>Il post viene cancellato ({channels}).</translation>
    </message>
    <message>
        <source>The post ({channels}) is more than 48 hours old: Telegram lets no program delete it any more. Correct it instead, or delete it from an administrator&apos;s phone.</source>
        <translation>Il post ({channels}) ha più di 48 ore: Telegram non lo lascia più cancellare a nessun programma. Correggilo, oppure cancellalo dal telefono di un amministratore.</translation>
    </message>
    <message>
        <source>“{button}” stops the rest and sends the right one at once: to whoever has it, or may have it, as a correction; to whoever does not, as a notice. Each person gets one of the two.</source>
        <translation>«{button}» ferma il resto e manda subito la versione corretta: a chi l&apos;ha avuta, o può averla avuta, come Rettifica; a chi non l&apos;ha avuta, come avviso. Ogni persona riceve una delle due.</translation>
    </message>
    <message numerus="yes">
        <source>On WhatsApp %Ln person(s) have it already, or may have it. Nobody can call a WhatsApp message back: they get a correction.</source>
        <translation>
            <numerusform>Su WhatsApp %Ln persona l&apos;ha già ricevuta, o può averla ricevuta. Un messaggio WhatsApp non si può richiamare indietro: riceve una Rettifica.</numerusform>
            <numerusform>Su WhatsApp %Ln persone l&apos;hanno già ricevuta, o possono averla ricevuta. Un messaggio WhatsApp non si può richiamare indietro: ricevono una Rettifica.</numerusform>
        </translation>
    </message>
    <message>
        <source>A second person sees it first. What is queued stops at once; the right post, a correction for whoever has it and the right notice for the others wait for that person as one request, in the history.</source>
        <translation>Prima la vede una seconda persona. Quello che è in coda si ferma subito; il post giusto, la Rettifica per chi l&apos;ha avuta e la comunicazione giusta per gli altri la aspettano in una richiesta sola, nello Storico.</translation>
    </message>
    <message>
        <source>Whoever the stopped messages were for gets the right notice with “Repeat”, on its page.</source>
        <translation>Chi doveva ricevere i messaggi fermati ha la comunicazione giusta con «Ripeti», nella sua pagina.</translation>
    </message>
    <message>
        <source>Correct it &amp;now</source>
        <translation>Correggi &amp;subito</translation>
    </message>
    <message>
        <source>Withdraw it &amp;now</source>
        <translation>Ritira &amp;subito</translation>
    </message>
</context>
<context>
    <name>MomentEditor</name>
    <message>
        <source>Choose the day and hour…</source>
        <translation>Scegli giorno e ora…</translation>
    </message>
    <message>
        <source>Give a day and an hour</source>
        <translation>Indica giorno e ora</translation>
    </message>
</context>
<context>
    <name>MovingDialog</name>
    <message>
        <source>Move to another computer</source>
        <translation>Sposta su un altro computer</translation>
    </message>
    <message>
        <source>Settings, archive, attachments, drafts and your own subjects go into one encrypted file. The other computer reads it with eight words that you see here once.</source>
        <translation>Impostazioni, archivio, allegati, bozze e i tuoi argomenti vanno in un solo file cifrato. L&apos;altro computer lo legge con otto parole che vedi qui una volta sola.</translation>
    </message>
    <message>
        <source>This computer goes on: the other one is a second workstation</source>
        <translation>Questo computer continua: l&apos;altro è una seconda postazione</translation>
    </message>
    <message>
        <source>Take the keys of the services along</source>
        <translation>Porta anche le chiavi dei servizi</translation>
    </message>
    <message>
        <source>Otherwise somebody types them again on the other computer. The office key goes along anyway.</source>
        <translation>Altrimenti vanno riscritte sull&apos;altro computer. La chiave dell&apos;ente viene portata comunque.</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>&amp;Annulla</translation>
    </message>
    <message>
        <source>&amp;Write the file…</source>
        <translation>&amp;Scrivi il file…</translation>
    </message>
    <message>
        <source>Writing the file for the other computer…</source>
        <translation>Scrivo il file per l&apos;altro computer…</translation>
    </message>
    <message>
        <source>File for the other computer</source>
        <translation>File per l&apos;altro computer</translation>
    </message>
    <message>
        <source>Move (*.trasloco)</source>
        <translation>Trasloco (*.trasloco)</translation>
    </message>
    <message>
        <source>Both computers then work with the same archive, and send nothing twice.</source>
        <translation>Poi i due computer lavorano con lo stesso archivio, e nulla parte due volte.</translation>
    </message>
    <message>
        <source>From the moment the file is written nothing is sent or received from this computer any more, so that nobody gets the same message twice.</source>
        <translation>Da quando il file è scritto, da questo computer non si invia e non si riceve più nulla, perché nessuno riceva due volte lo stesso messaggio.</translation>
    </message>
    <message>
        <source>The file is written. Write these words down now</source>
        <translation>Il file è scritto. Scrivi adesso queste parole</translation>
    </message>
    <message>
        <source>They are shown only now, and kept nowhere. Carry them apart from the file {file}: whoever has both has the whole office. On the other computer choose “From another computer…”.</source>
        <translation>Si vedono solo adesso e non restano da nessuna parte. Portale separate dal file {file}: chi ha tutt&apos;e due ha l&apos;ente intero. Sull&apos;altro computer scegli «Da un altro computer…».</translation>
    </message>
    <message>
        <source>I have &amp;written them down</source>
        <translation>Le ho &amp;scritte</translation>
    </message>
</context>
<context>
    <name>Navigation</name>
    <message>
        <source>Pages</source>
        <translation>Pagine</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Oggi</translation>
    </message>
    <message>
        <source>Write</source>
        <translation>Componi</translation>
    </message>
    <message>
        <source>Subscribers</source>
        <translation>Iscritti</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Storico</translation>
    </message>
    <message>
        <source>Statistics</source>
        <translation>Statistiche</translation>
    </message>
    <message>
        <source>Templates</source>
        <translation>Modelli</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Impostazioni</translation>
    </message>
</context>
<context>
    <name>NewCategoryDialog</name>
    <message>
        <source>A new subject</source>
        <translation>Un nuovo argomento</translation>
    </message>
    <message>
        <source>&amp;Begin</source>
        <translation>&amp;Comincia</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Nome</translation>
    </message>
    <message>
        <source>Beg&amp;in as a copy of</source>
        <translation>Comincia come co&amp;pia di</translation>
    </message>
    <message>
        <source>Then change the texts: Meta does not accept two templates with the same words.</source>
        <translation>Poi cambia i testi: Meta non accetta due modelli con le stesse parole.</translation>
    </message>
</context>
<context>
    <name>NewEntry</name>
    <message>
        <source>&amp;Cancel</source>
        <translation>&amp;Annulla</translation>
    </message>
</context>
<context>
    <name>NewFieldDialog</name>
    <message>
        <source>A new field</source>
        <translation>Un nuovo campo</translation>
    </message>
    <message>
        <source>&amp;Add it</source>
        <translation>A&amp;ggiungi</translation>
    </message>
    <message>
        <source>&amp;What has to be entered</source>
        <translation>Che cosa si &amp;deve indicare</translation>
    </message>
    <message>
        <source>&amp;Kind</source>
        <translation>&amp;Tipo</translation>
    </message>
    <message>
        <source>&amp;Example</source>
        <translation>&amp;Esempio</translation>
    </message>
    <message>
        <source>Meta and the preview show the example. The field is written into the texts with “Insert a field”.</source>
        <translation>L&apos;esempio lo vedono Meta e l&apos;anteprima. Il campo si mette nei testi con «Inserisci un campo».</translation>
    </message>
    <message>
        <source>It &amp;must be filled</source>
        <translation>È &amp;obbligatorio</translation>
    </message>
</context>
<context>
    <name>NewFollowUpDialog</name>
    <message>
        <source>A new follow-up</source>
        <translation>Un nuovo seguito</translation>
    </message>
    <message>
        <source>at the end of the period</source>
        <translation>alla fine del periodo</translation>
    </message>
    <message>
        <source>&amp;Add it</source>
        <translation>A&amp;ggiungi</translation>
    </message>
    <message>
        <source>Which &amp;subject is proposed</source>
        <translation>Quale argomento si &amp;propone</translation>
    </message>
    <message>
        <source>&amp;When</source>
        <translation>&amp;Quando</translation>
    </message>
</context>
<context>
    <name>NoticePage</name>
    <message>
        <source>Text as it was sent</source>
        <translation>Testo come è stato inviato</translation>
    </message>
    <message>
        <source>Back to the history</source>
        <translation>Torna allo storico</translation>
    </message>
    <message>
        <source>Sent on {moment}</source>
        <translation>Inviata il {moment}</translation>
    </message>
    <message numerus="yes">
        <source>&amp;Retry %Ln failed delivery(ies)</source>
        <translation>
            <numerusform>Riprov&amp;a %Ln non riuscito</numerusform>
            <numerusform>Riprov&amp;a i %Ln non riusciti</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>&amp;Settle %Ln unknown outcome(s)</source>
        <translation>
            <numerusform>&amp;Decidi su %Ln esito incerto</numerusform>
            <numerusform>&amp;Decidi su %Ln esiti incerti</numerusform>
        </translation>
    </message>
    <message>
        <source>Write a follow-&amp;up</source>
        <translation>Scrivi il &amp;seguito</translation>
    </message>
    <message>
        <source>Only the people for whom sending failed get it again. Who already got it gets nothing twice.</source>
        <translation>La ricevono solo le persone per cui l&apos;invio non è riuscito. Chi l&apos;ha già avuta non la riceve due volte.</translation>
    </message>
    <message>
        <source>&amp;Retry</source>
        <translation>&amp;Riprova</translation>
    </message>
    <message>
        <source>Notice</source>
        <translation>Comunicazione</translation>
    </message>
    <message>
        <source>I made a mistake…</source>
        <translation>Ho sbagliato…</translation>
    </message>
    <message>
        <source>Stops what is queued, corrects the Telegram post, begins a correction.</source>
        <translation>Ferma quello che è in coda, corregge il post di Telegram, prepara una Rettifica.</translation>
    </message>
    <message>
        <source>Telegram post</source>
        <translation>Post di Telegram</translation>
    </message>
    <message>
        <source>The text as it was sent, with its outcome: for the file of the ordinance.</source>
        <translation>Il testo com&apos;è stato inviato, con il suo esito: per il fascicolo dell&apos;ordinanza.</translation>
    </message>
    <message>
        <source>WhatsApp C&amp;hannel…</source>
        <translation>Canale W&amp;hatsApp…</translation>
    </message>
    <message>
        <source>Write it a&amp;gain</source>
        <translation>Riscrivi&amp;la</translation>
    </message>
    <message>
        <source>The same words in a new notice; days and hours are asked for anew.</source>
        <translation>Le stesse parole in una comunicazione nuova; giorni e ore si scrivono di nuovo.</translation>
    </message>
    <message>
        <source>Goes out on {moment}</source>
        <translation>Parte {moment}</translation>
    </message>
    <message>
        <source>Was to go out on {moment}</source>
        <translation>Doveva partire il {moment}</translation>
    </message>
    <message numerus="yes">
        <source>%Ln person(s)</source>
        <translation>
            <numerusform>%Ln persona</numerusform>
            <numerusform>%Ln persone</numerusform>
        </translation>
    </message>
    <message>
        <source>for {zones}: {people}</source>
        <translation>per {zones}: {people}</translation>
    </message>
    <message>
        <source>WhatsApp Channel: published by hand on {moment}</source>
        <translation>Canale WhatsApp: pubblicato a mano il {moment}</translation>
    </message>
    <message numerus="yes">
        <source>Send %Ln &amp;queued…</source>
        <translation>
            <numerusform>Invia %Ln in &amp;coda…</numerusform>
            <numerusform>Invia i %Ln in &amp;coda…</numerusform>
        </translation>
    </message>
    <message>
        <source>Send now where it is read&amp;y</source>
        <translation>Invia ora dove è pront&amp;o</translation>
    </message>
    <message numerus="yes">
        <source>&amp;Do not send %Ln queued…</source>
        <translation>
            <numerusform>&amp;Non inviare quello in coda (%Ln)…</numerusform>
            <numerusform>&amp;Non inviare i %Ln in coda…</numerusform>
        </translation>
    </message>
    <message>
        <source>Send it &amp;now…</source>
        <translation>Inviala &amp;adesso…</translation>
    </message>
    <message>
        <source>&amp;Move it to another time…</source>
        <translation>&amp;Sposta l&apos;ora…</translation>
    </message>
    <message>
        <source>Take it back and &amp;change it</source>
        <translation>R&amp;iprendila e modificala</translation>
    </message>
    <message>
        <source>Update: {name}</source>
        <translation>Aggiorna: {name}</translation>
    </message>
    <message>
        <source>It is over: {name}</source>
        <translation>È finita: {name}</translation>
    </message>
    <message>
        <source>Repeat: {name}</source>
        <translation>Ripeti: {name}</translation>
    </message>
    <message>
        <source>Pin it at the top</source>
        <translation>Metti in evidenza</translation>
    </message>
    <message>
        <source>Unpin it</source>
        <translation>Togli dall&apos;evidenza</translation>
    </message>
    <message>
        <source>Delete it…</source>
        <translation>Cancella…</translation>
    </message>
    <message>
        <source>Delete the post?</source>
        <translation>Cancellare il post?</translation>
    </message>
    <message>
        <source>It disappears from the channel. Telegram lets a program delete only posts of less than 48 hours.</source>
        <translation>Scompare dal canale. Telegram lascia cancellare a un programma solo i post di meno di 48 ore.</translation>
    </message>
    <message>
        <source>&amp;Delete it</source>
        <translation>&amp;Cancella</translation>
    </message>
    <message>
        <source>{today} of {people} people get it today, the last on day {days}: Meta lets the office reach no more in 24 hours. A window that stays open goes on by itself; nobody gets it twice. Read it first: the text stays as it is, also on the last day, and who would get it after its end does not get it any more.</source>
        <translation>Oggi la ricevono {today} persone su {people}, le ultime il giorno {days}: Meta non lascia raggiungerne di più in 24 ore. Se la finestra resta aperta l&apos;invio continua da solo; nessuno la riceve due volte. Prima rileggila: il testo resta così anche l&apos;ultimo giorno, e chi la riceverebbe dopo la sua fine non la riceve più.</translation>
    </message>
    <message>
        <source>Send it over {days} days?</source>
        <translation>Inviarla in {days} giorni?</translation>
    </message>
    <message>
        <source>&amp;Send it over {days} days</source>
        <translation>&amp;Inviala in {days} giorni</translation>
    </message>
    <message>
        <source>It did not go out because: {because}.</source>
        <translation>Non è partita perché: {because}.</translation>
    </message>
    <message>
        <source>If it went out now it would not be true: {because}.</source>
        <translation>Se partisse adesso direbbe il falso: {because}.</translation>
    </message>
    <message>
        <source>Read it first: it goes out exactly as it stands here, with the date that it has.</source>
        <translation>Prima rileggila: parte esattamente com&apos;è scritta qui, con la data che porta.</translation>
    </message>
    <message>
        <source>Left as it was, it goes out on {moment}.</source>
        <translation>Lasciata com&apos;era, parte {moment}.</translation>
    </message>
    <message>
        <source>Send it now?</source>
        <translation>Inviarla adesso?</translation>
    </message>
    <message>
        <source>&amp;Send it now</source>
        <translation>&amp;Inviala adesso</translation>
    </message>
    <message numerus="yes">
        <source>%Ln other failed delivery(ies) would only fail again, or what followed has gone out there: it is left alone.</source>
        <translation>
            <numerusform>Un altro non riuscito (%Ln) non riuscirebbe neanche adesso, o ha già avuto il seguito, e non viene ritentato.</numerusform>
            <numerusform>Altri %Ln non riusciti non riuscirebbero neanche adesso, o hanno già avuto il seguito, e non vengono ritentati.</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Leave it</source>
        <translation>&amp;Lasciala dov&apos;è</translation>
    </message>
    <message>
        <source>Save &amp;as PDF…</source>
        <translation>Salva com&amp;e PDF…</translation>
    </message>
    <message>
        <source>It has not gone out, and does not go out by itself: {because}.</source>
        <translation>Non è partita, e da sola non parte: {because}.</translation>
    </message>
    <message>
        <source>&amp;Send it all the same</source>
        <translation>&amp;Inviala lo stesso</translation>
    </message>
    <message>
        <source>&amp;Leave it as it was</source>
        <translation>&amp;Lasciala com&apos;era</translation>
    </message>
    <message>
        <source>Send it o&amp;ver several days…</source>
        <translation>Inviala in &amp;più giorni…</translation>
    </message>
    <message>
        <source>Save the notice</source>
        <translation>Salva la comunicazione</translation>
    </message>
    <message>
        <source>Document to read and print (*.pdf)</source>
        <translation>Documento da leggere e stampare (*.pdf)</translation>
    </message>
    <message>
        <source>Saved: {file}</source>
        <translation>Salvato: {file}</translation>
    </message>
    <message>
        <source>&amp;Move it</source>
        <translation>&amp;Sposta</translation>
    </message>
    <message>
        <source>&amp;Leave them</source>
        <translation>&amp;Lasciali così</translation>
    </message>
    <message numerus="yes">
        <source>Stop the %Ln message(s) still queued?</source>
        <translation>
            <numerusform>Fermare il messaggio ancora in coda (%Ln)?</numerusform>
            <numerusform>Fermare i %Ln messaggi ancora in coda?</numerusform>
        </translation>
    </message>
    <message>
        <source>Those who have not got it yet will not get it. What was already sent cannot be called back.</source>
        <translation>Chi non l&apos;ha ancora avuta non la riceverà. Ciò che è già partito non si può richiamare.</translation>
    </message>
    <message>
        <source>&amp;Send them no more</source>
        <translation>&amp;Non inviarli più</translation>
    </message>
    <message>
        <source>&amp;Leave them queued</source>
        <translation>&amp;Lasciali in coda</translation>
    </message>
</context>
<context>
    <name>OfficeKeyDialog</name>
    <message>
        <source>Office key</source>
        <translation>Chiave dell&apos;ente</translation>
    </message>
    <message>
        <source>The key opens the archive and the backups of this office on another computer. Print its {count} words once, keep the sheet in a safe, and let nobody photograph it. It is noted that you looked at it.</source>
        <translation>La chiave apre l&apos;archivio e le copie di questo ente su un altro computer. Stampa una volta le sue {count} parole, tieni il foglio in cassaforte e non farlo fotografare. Che l&apos;hai guardata resta scritto nel registro.</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>C&amp;hiudi</translation>
    </message>
    <message>
        <source>&amp;Show the words</source>
        <translation>&amp;Mostra le parole</translation>
    </message>
    <message>
        <source>&amp;Print…</source>
        <translation>&amp;Stampa…</translation>
    </message>
    <message>
        <source>&amp;Keep the key</source>
        <translation>&amp;Conserva la chiave</translation>
    </message>
    <message>
        <source>This computer has the office key now. Put the paper back into the safe.</source>
        <translation>Ora questo computer ha la chiave dell&apos;ente. Rimetti il foglio in cassaforte.</translation>
    </message>
    <message>
        <source>The sheet is on its way to the printer. Compare it with the screen.</source>
        <translation>Il foglio è andato alla stampante. Confrontalo con lo schermo.</translation>
    </message>
</context>
<context>
    <name>OfficeStep</name>
    <message>
        <source>Which town is it?</source>
        <translation>Quale Comune?</translation>
    </message>
    <message>
        <source>Type the first letters and pick your town: province, region and alert zone come by themselves.</source>
        <translation>Scrivi le prime lettere e scegli il tuo Comune: provincia, regione e zona di allerta arrivano da sole.</translation>
    </message>
    <message>
        <source>&amp;Town</source>
        <translation>&amp;Comune</translation>
    </message>
    <message>
        <source>for example: Calci</source>
        <translation>per esempio: Calci</translation>
    </message>
    <message>
        <source>{town} chosen</source>
        <translation>Scelto {town}</translation>
    </message>
    <message>
        <source>What is known of it</source>
        <translation>Che cosa se ne sa</translation>
    </message>
    <message>
        <source>Alert &amp;zone of the town</source>
        <translation>&amp;Zona di allerta del Comune</translation>
    </message>
    <message>
        <source>&amp;Name of the office</source>
        <translation>&amp;Nome dell&apos;ente</translation>
    </message>
    <message>
        <source>It stands in every notice.</source>
        <translation>Sta in ogni avviso.</translation>
    </message>
    <message>
        <source>&amp;Localities</source>
        <translation>&amp;Frazioni e località</translation>
    </message>
    <message>
        <source>Separated by commas, the town itself too.</source>
        <translation>Separate da virgole, capoluogo compreso.</translation>
    </message>
    <message>
        <source>&amp;Phone of the office</source>
        <translation>&amp;Telefono dell&apos;ufficio</translation>
    </message>
    <message>
        <source>For citizens who have a question.</source>
        <translation>Per i cittadini che hanno una domanda.</translation>
    </message>
    <message>
        <source>&amp;E-mail of the office</source>
        <translation>P&amp;osta elettronica dell&apos;ufficio</translation>
    </message>
    <message>
        <source>The one to which citizens write.</source>
        <translation>Quella a cui scrivono i cittadini.</translation>
    </message>
    <message>
        <source>P&amp;rivacy page</source>
        <translation>Pagina della p&amp;rivacy</translation>
    </message>
    <message>
        <source>On the town&apos;s site. It may follow later: before the public launch it has to be there.</source>
        <translation>Sul sito del Comune. Può arrivare più tardi: prima del lancio pubblico deve esserci.</translation>
    </message>
    <message>
        <source>&amp;Save and go on</source>
        <translation>&amp;Salva e continua</translation>
    </message>
    <message>
        <source>none is known</source>
        <translation>nessuna nota</translation>
    </message>
    <message numerus="yes">
        <source> and %n more</source>
        <translation>
            <numerusform> e %n altro</numerusform>
            <numerusform> e altri %n</numerusform>
        </translation>
    </message>
    <message>
        <source>Town and region</source>
        <translation>Comune e regione</translation>
    </message>
    <message>
        <source>Istat&apos;s code</source>
        <translation>Codice Istat</translation>
    </message>
    <message>
        <source>Alert zone</source>
        <translation>Zona d&apos;allerta</translation>
    </message>
    <message>
        <source>Towns in the same zone</source>
        <translation>Comuni nella stessa zona</translation>
    </message>
    <message numerus="yes">
        <source>%n street(s) read; look them over, then keep.</source>
        <translation>
            <numerusform>Letta %n via; guardala, poi salva.</numerusform>
            <numerusform>Lette %n vie; guardale, poi salva.</numerusform>
        </translation>
    </message>
    <message>
        <source>No town of Italy begins with “{text}”.</source>
        <translation>Nessun Comune italiano comincia con «{text}».</translation>
    </message>
    <message numerus="yes">
        <source>%n town(s) found</source>
        <translation>
            <numerusform>%n Comune trovato</numerusform>
            <numerusform>%n Comuni trovati</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OpeningPage</name>
    <message>
        <source>Opening ComuneCast…</source>
        <translation>Sto aprendo ComuneCast…</translation>
    </message>
    <message>
        <source>First a copy of it is made</source>
        <translation>Prima ne faccio una copia</translation>
    </message>
    <message>
        <source>Step {number} of {total}</source>
        <translation>Passo {number} di {total}</translation>
    </message>
    <message>
        <source>The archive is brought up to date for this version of ComuneCast</source>
        <translation>Aggiorno l&apos;archivio a questa versione di ComuneCast</translation>
    </message>
    <message>
        <source>It happens once, and may take some minutes where there are many people and notices. If it is interrupted nothing is lost: the archive stays as it was, and the next start begins again.</source>
        <translation>Succede una volta sola e può durare qualche minuto, se ci sono molti iscritti e molte comunicazioni. Se si interrompe non si perde nulla: l&apos;archivio resta com&apos;era e al prossimo avvio si ricomincia.</translation>
    </message>
</context>
<context>
    <name>Ops</name>
    <message>
        <source>Something unexpected happened. What you wrote is still here: try again.</source>
        <translation>È successo qualcosa di imprevisto. Ciò che hai scritto è ancora qui: prova di nuovo.</translation>
    </message>
</context>
<context>
    <name>Papers</name>
    <message>
        <source>{office}, written on {moment} with ComuneCast.</source>
        <translation>{office}, scritto il {moment} con ComuneCast.</translation>
    </message>
    <message>
        <source>In sum</source>
        <translation>In tutto</translation>
    </message>
    <message>
        <source>Notices</source>
        <translation>Comunicazioni</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Esito</translation>
    </message>
    <message>
        <source>Published by hand</source>
        <translation>Pubblicate a mano</translation>
    </message>
    <message>
        <source>The notices, the newest first</source>
        <translation>Le comunicazioni, dalla più recente</translation>
    </message>
    <message>
        <source>What became of it</source>
        <translation>Com&apos;è andata</translation>
    </message>
    <message>
        <source>published by hand on {moment}, not sent by the program</source>
        <translation>pubblicato a mano il {moment}, non inviato dal programma</translation>
    </message>
    <message>
        <source>WhatsApp Channel</source>
        <translation>Canale WhatsApp</translation>
    </message>
    <message>
        <source>published by hand by {name}</source>
        <translation>pubblicata a mano da {name}</translation>
    </message>
    <message>
        <source>published by hand</source>
        <translation>pubblicata a mano</translation>
    </message>
    <message>
        <source>The text on {channel}</source>
        <translation>Il testo su {channel}</translation>
    </message>
    <message>
        <source>With the file</source>
        <translation>Con il file</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>Argomento</translation>
    </message>
    <message>
        <source>Queued on</source>
        <translation>Messa in coda il</translation>
    </message>
    <message>
        <source>Goes out on</source>
        <translation>Parte il</translation>
    </message>
    <message>
        <source>the whole town</source>
        <translation>tutto il Comune</translation>
    </message>
    <message>
        <source>For</source>
        <translation>Per</translation>
    </message>
</context>
<context>
    <name>PasteDialog</name>
    <message>
        <source>Paste a notice</source>
        <translation>Incolla un avviso</translation>
    </message>
    <message>
        <source>Paste the text of a mail or an order, or drop the file here (PDF, EML, DOCX, ODT). Its words fill the fields, and whatever is not certain stays empty. Nothing is sent from here.</source>
        <translation>Incolla il testo di una mail o di un&apos;ordinanza, o trascina qui il file (PDF, EML, DOCX, ODT). Le sue parole riempiono i campi, e ciò che non è sicuro resta vuoto. Da qui non si invia nulla.</translation>
    </message>
    <message>
        <source>&amp;Text of the notice</source>
        <translation>&amp;Testo dell&apos;avviso</translation>
    </message>
    <message>
        <source>Choose a &amp;file…</source>
        <translation>Scegli un &amp;file…</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>Argomento</translation>
    </message>
    <message>
        <source>&amp;Subject</source>
        <translation>Ar&amp;gomento</translation>
    </message>
    <message>
        <source>Choose the subject…</source>
        <translation>Scegli l&apos;argomento…</translation>
    </message>
    <message>
        <source>Reading the file…</source>
        <translation>Leggo il file…</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>&amp;Annulla</translation>
    </message>
    <message>
        <source>Fill in the f&amp;orm</source>
        <translation>&amp;Riempi i campi</translation>
    </message>
    <message>
        <source>Reading {file}…</source>
        <translation>Leggo {file}…</translation>
    </message>
    <message>
        <source>Choose a mail or an order</source>
        <translation>Scegli una mail o un&apos;ordinanza</translation>
    </message>
    <message>
        <source>Mails and papers ({kinds})</source>
        <translation>Mail e documenti ({kinds})</translation>
    </message>
    <message>
        <source>The words do not plainly tell the subject: choose it.</source>
        <translation>Dalle parole l&apos;argomento non è chiaro: sceglilo tu.</translation>
    </message>
    <message>
        <source>Found: {fields}.</source>
        <translation>Trovati: {fields}.</translation>
    </message>
    <message>
        <source>No field was found.</source>
        <translation>Non è stato trovato nessun campo.</translation>
    </message>
    <message>
        <source>Not sure, so left empty: {fields}.</source>
        <translation>Non sicuri, quindi lasciati vuoti: {fields}.</translation>
    </message>
    <message>
        <source>The text is long: only its beginning was read.</source>
        <translation>Il testo è lungo: ne è stato letto solo l&apos;inizio.</translation>
    </message>
</context>
<context>
    <name>PeriodEditor</name>
    <message>
        <source>Choose days and hours…</source>
        <translation>Scegli giorno e ora…</translation>
    </message>
    <message>
        <source>Give a period</source>
        <translation>Indica il periodo</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Da</translation>
    </message>
    <message>
        <source>To</source>
        <translation>A</translation>
    </message>
    <message>
        <source>{field}: start</source>
        <translation>{field}: inizio</translation>
    </message>
    <message>
        <source>{field}: end</source>
        <translation>{field}: fine</translation>
    </message>
    <message>
        <source>+2 hours</source>
        <translation>+2 ore</translation>
    </message>
    <message>
        <source>+4 hours</source>
        <translation>+4 ore</translation>
    </message>
    <message>
        <source>+8 hours</source>
        <translation>+8 ore</translation>
    </message>
    <message>
        <source>{field}: end after {hours} hours</source>
        <translation>{field}: fine dopo {hours} ore</translation>
    </message>
    <message>
        <source>All day</source>
        <translation>Tutto il giorno</translation>
    </message>
    <message>
        <source>{field}: all day</source>
        <translation>{field}: tutto il giorno</translation>
    </message>
</context>
<context>
    <name>PersonDialog</name>
    <message>
        <source>Person</source>
        <translation>Persona</translation>
    </message>
    <message>
        <source>Consents</source>
        <translation>Consensi</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Quando</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Che cosa</translation>
    </message>
    <message>
        <source>How</source>
        <translation>Come</translation>
    </message>
    <message>
        <source>Notices</source>
        <translation>Comunicazioni</translation>
    </message>
    <message>
        <source>Notice</source>
        <translation>Comunicazione</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Esito</translation>
    </message>
    <message>
        <source>Show the &amp;number</source>
        <translation>Mostra il &amp;numero</translation>
    </message>
    <message>
        <source>&amp;Save for the person…</source>
        <translation>&amp;Salva per la persona…</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>&amp;Chiudi</translation>
    </message>
    <message>
        <source>Saved: {file}</source>
        <translation>Salvato: {file}</translation>
    </message>
    <message>
        <source>Number erased</source>
        <translation>Numero cancellato</translation>
    </message>
    <message>
        <source>{state} since {moment}, {source}</source>
        <translation>{state} dal {moment}, {source}</translation>
    </message>
    <message>
        <source>Receives: {what}</source>
        <translation>Riceve: {what}</translation>
    </message>
    <message>
        <source>That you looked at the number is noted in the register.</source>
        <translation>È annotato nel registro che hai visto il numero.</translation>
    </message>
    <message>
        <source>Save for the person</source>
        <translation>Salva per la persona</translation>
    </message>
    <message>
        <source>Document (*.pdf)</source>
        <translation>Documento (*.pdf)</translation>
    </message>
    <message>
        <source>Data (*.json)</source>
        <translation>Dati (*.json)</translation>
    </message>
</context>
<context>
    <name>PhonePreview</name>
    <message>
        <source>The text is longer than a caption: picture and text go out as two posts.</source>
        <translation>Il testo è più lungo di una didascalia: immagine e testo escono in due messaggi.</translation>
    </message>
    <message>
        <source>{service} shows a card of this page here.</source>
        <translation>Qui {service} mostra la scheda di questa pagina.</translation>
    </message>
    <message>
        <source>This channel is not chosen.</source>
        <translation>Questo canale non è scelto.</translation>
    </message>
    <message>
        <source>{length} of {limit} characters</source>
        <translation>{length} caratteri su {limit}</translation>
    </message>
    <message>
        <source>{service} channel</source>
        <translation>Canale {service}</translation>
    </message>
    <message>
        <source>{service} preview</source>
        <translation>Anteprima {service}</translation>
    </message>
</context>
<context>
    <name>Places</name>
    <message>
        <source>Field {name}</source>
        <translation>Campo {name}</translation>
    </message>
    <message>
        <source>Follow-up {name}</source>
        <translation>Seguito {name}</translation>
    </message>
    <message>
        <source>In place of {name}, when nothing was written</source>
        <translation>Al posto di {name}, quando non c&apos;è scritto nulla</translation>
    </message>
    <message>
        <source>Name in the list of subjects</source>
        <translation>Nome nell&apos;elenco degli argomenti</translation>
    </message>
    <message>
        <source>Not offered</source>
        <translation>Non si propone</translation>
    </message>
    <message>
        <source>Text on Telegram</source>
        <translation>Testo su Telegram</translation>
    </message>
    <message>
        <source>Text on WhatsApp</source>
        <translation>Testo su WhatsApp</translation>
    </message>
    <message>
        <source>Line at the end</source>
        <translation>Riga in fondo</translation>
    </message>
    <message>
        <source>What it is declared as</source>
        <translation>Come è dichiarato</translation>
    </message>
    <message>
        <source>Order of the fields</source>
        <translation>Ordine dei campi</translation>
    </message>
    <message>
        <source>Order of the follow-ups</source>
        <translation>Ordine dei seguiti</translation>
    </message>
    <message>
        <source>name</source>
        <translation>nome</translation>
    </message>
    <message>
        <source>when</source>
        <translation>quando</translation>
    </message>
    <message>
        <source>must be filled</source>
        <translation>obbligatorio</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>tolto</translation>
    </message>
</context>
<context>
    <name>PostChangesList</name>
    <message>
        <source>Do it again</source>
        <translation>Fallo di nuovo</translation>
    </message>
    <message>
        <source>Post the right one</source>
        <translation>Pubblica quello giusto</translation>
    </message>
    <message>
        <source>It is done</source>
        <translation>È fatta</translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation>Lascia così</translation>
    </message>
</context>
<context>
    <name>ProblemLines</name>
    <message>
        <source>Write “{text}”</source>
        <translation>Scrivi «{text}»</translation>
    </message>
    <message>
        <source>Write the end</source>
        <translation>Scrivi la fine</translation>
    </message>
    <message>
        <source>{words}. It mends: {problem}</source>
        <translation>{words}. Corregge: {problem}</translation>
    </message>
    <message>
        <source>Write what follows that one</source>
        <translation>Scrivi il seguito di quella</translation>
    </message>
    <message>
        <source>Write what follows that one: {problem}</source>
        <translation>Scrivi il seguito di quella: {problem}</translation>
    </message>
    <message>
        <source>Go to it</source>
        <translation>Vai al campo</translation>
    </message>
    <message>
        <source>Go to the field of: {problem}</source>
        <translation>Vai al campo di: {problem}</translation>
    </message>
</context>
<context>
    <name>Problems</name>
    <message>
        <source>Error</source>
        <translation>Errore</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Attenzione</translation>
    </message>
    <message>
        <source>Hint</source>
        <translation>Consiglio</translation>
    </message>
</context>
<context>
    <name>ProgressStrip</name>
    <message>
        <source>Getting ready to send…</source>
        <translation>Preparo l&apos;invio…</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>Metti in &amp;pausa</translation>
    </message>
    <message>
        <source>S&amp;top</source>
        <translation>Fe&amp;rma</translation>
    </message>
    <message>
        <source>What is being sent</source>
        <translation>Invio in corso</translation>
    </message>
    <message>
        <source>I made a mistake…</source>
        <translation>Ho sbagliato…</translation>
    </message>
    <message>
        <source>Hide the progress</source>
        <translation>Nascondi l&apos;avanzamento</translation>
    </message>
    <message>
        <source>Go &amp;on</source>
        <translation>Ri&amp;prendi l&apos;invio</translation>
    </message>
    <message>
        <source>Stopping: what is under way is finished, the rest stays queued.</source>
        <translation>Mi fermo: finisco quello che è partito, il resto rimane in coda.</translation>
    </message>
</context>
<context>
    <name>QFileDialog</name>
    <message>
        <source>&amp;Look in:</source>
        <translation>&amp;Cerca in:</translation>
    </message>
    <message>
        <source>Files of &amp;type:</source>
        <translation>&amp;Tipo di file:</translation>
    </message>
</context>
<context>
    <name>Questions</name>
    <message>
        <source>You are already writing “{title}”</source>
        <translation>Stai già scrivendo «{title}»</translation>
    </message>
    <message>
        <source>Do you want to go on with it, or to begin a new one? What is written would be lost.</source>
        <translation>Vuoi continuare quella o cominciarne una nuova? Cominciando da capo, ciò che hai scritto va perso.</translation>
    </message>
    <message>
        <source>&amp;Begin a new one</source>
        <translation>Comincia da ca&amp;po</translation>
    </message>
    <message>
        <source>&amp;Go on with it</source>
        <translation>&amp;Continua quella</translation>
    </message>
    <message>
        <source>Replace what is written with the example?</source>
        <translation>Sostituire con l&apos;esempio ciò che è scritto?</translation>
    </message>
    <message>
        <source>What you wrote in this form would be lost.</source>
        <translation>Quello che hai scritto in questo modulo andrebbe perso.</translation>
    </message>
    <message>
        <source>&amp;Replace it</source>
        <translation>&amp;Sostituisci</translation>
    </message>
    <message>
        <source>&amp;Keep what is written</source>
        <translation>&amp;Tieni ciò che è scritto</translation>
    </message>
    <message>
        <source>Throw away “{title}”?</source>
        <translation>Buttare «{title}»?</translation>
    </message>
    <message>
        <source>It was not sent, and what is written in it cannot be brought back.</source>
        <translation>Non è stata inviata, e ciò che vi è scritto non si può recuperare.</translation>
    </message>
    <message>
        <source>&amp;Throw it away</source>
        <translation>&amp;Buttala</translation>
    </message>
    <message>
        <source>&amp;Keep it</source>
        <translation>&amp;Tienila</translation>
    </message>
    <message>
        <source>Send the queued messages now ({count})?</source>
        <translation>Inviare adesso i messaggi in coda ({count})?</translation>
    </message>
    <message>
        <source>Each person gets one message, a channel one post. Who already got the notice gets nothing. Read it first: what was right when it was written may be over by now.</source>
        <translation>Ogni persona riceve un messaggio, un canale un post. Chi ha già ricevuto la comunicazione non riceve nulla. Rileggila prima: ciò che era giusto quando è stata scritta può essere superato.</translation>
    </message>
    <message>
        <source>&amp;Send to {count}</source>
        <translation>&amp;Invia a {count}</translation>
    </message>
    <message>
        <source>&amp;Leave them queued</source>
        <translation>&amp;Lasciali in coda</translation>
    </message>
</context>
<context>
    <name>RecoveryWordsDialog</name>
    <message>
        <source>Try the recovery words</source>
        <translation>Prova le parole di recupero</translation>
    </message>
    <message>
        <source>If this computer breaks, only the 24 words on the office&apos;s paper open the backups. Take the paper and type the words in order: the newest backup is opened with them and with nothing else. Nothing of the office is changed, and the words are not kept.</source>
        <translation>Se questo computer si rompe, solo le 24 parole sul foglio dell&apos;ente aprono le copie di sicurezza. Prendi il foglio e scrivi le parole in ordine: la copia più recente viene aperta con quelle e con nient&apos;altro. Nulla dell&apos;ente cambia, e le parole non vengono conservate.</translation>
    </message>
    <message>
        <source>&amp;Later</source>
        <translation>&amp;Più tardi</translation>
    </message>
    <message>
        <source>&amp;Open the backup</source>
        <translation>Apri la &amp;copia</translation>
    </message>
    <message>
        <source>{count} of {all} words</source>
        <translation>{count} parole su {all}</translation>
    </message>
    <message>
        <source>Opening the newest backup…</source>
        <translation>Apro la copia più recente…</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>C&amp;hiudi</translation>
    </message>
    <message>
        <source>The paper is good: put it back into the safe. In a year you are asked again.</source>
        <translation>Il foglio va bene: rimettilo in cassaforte. Tra un anno la prova viene chiesta di nuovo.</translation>
    </message>
    <message>
        <source>These words are the key of this office.</source>
        <translation>Queste parole sono la chiave di questo ente.</translation>
    </message>
    <message>
        <source>The backup of {moment} opened, with {people} subscribers.</source>
        <translation>La copia del {moment} si è aperta: iscritti {people}.</translation>
    </message>
</context>
<context>
    <name>ReferenceEditor</name>
    <message>
        <source>Choose…</source>
        <translation>Scegli…</translation>
    </message>
    <message>
        <source>(not said)</source>
        <translation>(non indicato)</translation>
    </message>
</context>
<context>
    <name>RelayStep</name>
    <message>
        <source>Hearing from people who write Attiva</source>
        <translation>Ricevere chi scrive Attiva</translation>
    </message>
    <message>
        <source>Meta hands what citizens write to a public address. A small service of the town receives it there, locks it with a key that only this computer has, and keeps it until the program fetches it.</source>
        <translation>Meta consegna quello che i cittadini scrivono a un indirizzo pubblico. Lì un piccolo servizio del Comune lo riceve, lo chiude con una chiave che ha solo questo computer, e lo tiene finché il programma non lo ritira.</translation>
    </message>
    <message>
        <source>1. Where does it run?</source>
        <translation>1. Dove gira?</translation>
    </message>
    <message>
        <source>On a &amp;web space that runs Python</source>
        <translation>Su uno spazio &amp;web che esegue Python</translation>
    </message>
    <message>
        <source>Many towns have one already. One file to upload, four values to paste.</source>
        <translation>Molti comuni ne hanno già uno. Un file da caricare, quattro valori da incollare.</translation>
    </message>
    <message>
        <source>On a &amp;server or in a container of the town</source>
        <translation>Su un &amp;server o in un container del Comune</translation>
    </message>
    <message>
        <source>For towns with an IT office: one command on Debian, or a container.</source>
        <translation>Per chi ha un ufficio informatico: un comando su Debian, o un container.</translation>
    </message>
    <message>
        <source>&amp;Not now</source>
        <translation>&amp;Non ora</translation>
    </message>
    <message>
        <source>People are added by hand or from a file; whoever writes Attiva gets no answer.</source>
        <translation>Le persone si aggiungono a mano o da un file; chi scrive Attiva non riceve risposta.</translation>
    </message>
    <message>
        <source>2. Its address</source>
        <translation>2. Il suo indirizzo</translation>
    </message>
    <message>
        <source>&amp;Address where the service will answer</source>
        <translation>&amp;Indirizzo a cui il servizio risponderà</translation>
    </message>
    <message>
        <source>&amp;Save the address</source>
        <translation>&amp;Conserva l&apos;indirizzo</translation>
    </message>
    <message>
        <source>3. Upload and paste</source>
        <translation>3. Carica e incolla</translation>
    </message>
    <message>
        <source>Save the &amp;file to upload…</source>
        <translation>Salva il &amp;file da caricare…</translation>
    </message>
    <message>
        <source>RELAY_APP_SECRET is the app secret: at Meta, in the basic settings of the app. Paste it there…</source>
        <translation>RELAY_APP_SECRET è la chiave segreta dell&apos;app: su Meta, nelle impostazioni di base dell&apos;app. Incollala là…</translation>
    </message>
    <message>
        <source>The app secret is there.</source>
        <translation>La chiave segreta dell&apos;app c&apos;è.</translation>
    </message>
    <message>
        <source>… and a&amp;lso here</source>
        <translation>… e anc&amp;he qui</translation>
    </message>
    <message>
        <source>With it this computer proves the way and checks that Meta signed. It is not shown again.</source>
        <translation>Con questa il computer prova la strada e controlla che abbia firmato Meta. Non viene più mostrata.</translation>
    </message>
    <message>
        <source>Save the app s&amp;ecret</source>
        <translation>Conserva la chiav&amp;e segreta</translation>
    </message>
    <message>
        <source>At Meta, in the app under WhatsApp, Configuration: write this address, and the word of number 1.</source>
        <translation>Su Meta, nell&apos;app alla voce WhatsApp, Configurazione: scrivi questo indirizzo, e la parola del numero 1.</translation>
    </message>
    <message>
        <source>On the same page, under the webhook&apos;s fields, switch these on; “messages” is the one that counts:</source>
        <translation>Nella stessa pagina, tra i campi del webhook, accendi questi; senza «messages» non arriva nulla:</translation>
    </message>
    <message>
        <source>4. Check</source>
        <translation>4. Controllo</translation>
    </message>
    <message>
        <source>The way from Meta to here</source>
        <translation>La strada da Meta fin qui</translation>
    </message>
    <message>
        <source>&amp;Check</source>
        <translation>C&amp;ontrolla</translation>
    </message>
    <message>
        <source>5. With a real phone</source>
        <translation>5. Con un telefono vero</translation>
    </message>
    <message>
        <source>&amp;Begin the test</source>
        <translation>Ini&amp;zia la prova</translation>
    </message>
    <message>
        <source>In the panel of the web space make a Python application at this address, unpack the file in its folder, have requirements.txt installed, and paste the four values among its variables.</source>
        <translation>Nel pannello dello spazio web crea un&apos;applicazione Python a questo indirizzo, estrai il file nella sua cartella, fai installare requirements.txt e incolla i quattro valori tra le sue variabili.</translation>
    </message>
    <message>
        <source>Unpack the file on the server and give one command there: sudo sh installa.sh. It asks for the four values. LEGGIMI.txt says how it is done with a container.</source>
        <translation>Estrai il file sul server e dai lì un comando: sudo sh installa.sh. Chiede i quattro valori. LEGGIMI.txt dice come si fa con un container.</translation>
    </message>
    <message>
        <source>the town&apos;s number</source>
        <translation>il numero del Comune</translation>
    </message>
    <message>
        <source>Take a phone, and after pressing write Attiva to {number}.</source>
        <translation>Prendi un telefono; dopo aver premuto, scrivi Attiva a {number}.</translation>
    </message>
    <message>
        <source>{name}: copy it and paste it there.</source>
        <translation>{name}: copialo e incollalo là.</translation>
    </message>
    <message>
        <source>works</source>
        <translation>funziona</translation>
    </message>
    <message>
        <source>to mend</source>
        <translation>da sistemare</translation>
    </message>
    <message>
        <source>Here it stops</source>
        <translation>Qui si ferma</translation>
    </message>
    <message>
        <source>The address is saved, and the keys are made. Now upload and paste.</source>
        <translation>L&apos;indirizzo è conservato e le chiavi sono fatte. Ora carica e incolla.</translation>
    </message>
    <message>
        <source>The file to upload</source>
        <translation>Il file da caricare</translation>
    </message>
    <message>
        <source>Zip (*.zip)</source>
        <translation>Zip (*.zip)</translation>
    </message>
    <message>
        <source>Saved: {file}. Upload it and unpack it there.</source>
        <translation>Salvato: {file}. Caricalo ed estrailo là.</translation>
    </message>
    <message>
        <source>The way works. Now the test with a real phone.</source>
        <translation>La strada funziona. Ora la prova con un telefono vero.</translation>
    </message>
    <message>
        <source>&amp;Stop the test</source>
        <translation>Ferma la &amp;prova</translation>
    </message>
    <message>
        <source>Listening… Now write Attiva to {number} with a phone.</source>
        <translation>In ascolto… Ora scrivi Attiva a {number} con un telefono.</translation>
    </message>
    <message>
        <source>{number} wrote Attiva, is in the list now and has got the answer.</source>
        <translation>{number} ha scritto Attiva, ora è nell&apos;elenco e ha ricevuto la risposta.</translation>
    </message>
    <message>
        <source>Somebody wrote, and has got the answer.</source>
        <translation>Qualcuno ha scritto e ha ricevuto la risposta.</translation>
    </message>
</context>
<context>
    <name>RestoreDialog</name>
    <message>
        <source>Restore a backup</source>
        <translation>Ripristina da una copia</translation>
    </message>
    <message>
        <source>Settings, archive, attachments and your own subjects become what they were when the backup was made. First you see what that changes; until you agree nothing is touched.</source>
        <translation>Impostazioni, archivio, allegati e i tuoi argomenti tornano com&apos;erano quando la copia è stata fatta. Prima vedi che cosa cambia; finché non dici di sì nulla viene toccato.</translation>
    </message>
    <message>
        <source>Backup file</source>
        <translation>File della copia</translation>
    </message>
    <message>
        <source>&amp;Backup file</source>
        <translation>&amp;File della copia</translation>
    </message>
    <message>
        <source>&amp;Choose…</source>
        <translation>S&amp;cegli…</translation>
    </message>
    <message>
        <source>Ca&amp;ncel</source>
        <translation>A&amp;nnulla</translation>
    </message>
    <message>
        <source>&amp;Look into it</source>
        <translation>&amp;Guarda che cosa cambia</translation>
    </message>
    <message>
        <source>&amp;Put it back</source>
        <translation>&amp;Ripristina</translation>
    </message>
    <message>
        <source>Opening the backup…</source>
        <translation>Apro la copia…</translation>
    </message>
    <message>
        <source>Putting the backup back…</source>
        <translation>Rimetto la copia…</translation>
    </message>
    <message>
        <source>What would change</source>
        <translation>Che cosa cambierebbe</translation>
    </message>
    <message>
        <source>I have &amp;checked this, and it is right</source>
        <translation>Ho co&amp;ntrollato, e va bene così</translation>
    </message>
    <message>
        <source>Nothing is sent. Whoever left since stays out, whoever joined since stays in, and what was queued waits for your decision. What is here now is kept as a backup for some days. The window closes and opens again.</source>
        <translation>Non parte nulla. Chi ha lasciato dopo resta fuori, chi si è iscritto dopo resta dentro, e quello che era in coda aspetta la tua decisione. Quello che c&apos;è adesso è conservato per qualche giorno come copia. La finestra si chiude e si riapre.</translation>
    </message>
    <message>
        <source>&amp;Leave it as it is</source>
        <translation>&amp;Lascia com&apos;è</translation>
    </message>
    <message>
        <source>none</source>
        <translation>nessuno</translation>
    </message>
    <message numerus="yes">
        <source>%Ln change(s)</source>
        <translation>
            <numerusform>%Ln cambia</numerusform>
            <numerusform>%Ln cambiano</numerusform>
        </translation>
    </message>
    <message>
        <source>the same as now</source>
        <translation>gli stessi di adesso</translation>
    </message>
    <message>
        <source>{backup} (now {now})</source>
        <translation>{backup} (adesso {now})</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>Fatta il</translation>
    </message>
    <message>
        <source>Subscribers</source>
        <translation>Iscritti</translation>
    </message>
    <message>
        <source>Channels</source>
        <translation>Canali</translation>
    </message>
    <message>
        <source>Addresses</source>
        <translation>Indirizzi</translation>
    </message>
    <message numerus="yes">
        <source>and %Ln more</source>
        <translation>
            <numerusform>e %Ln altro</numerusform>
            <numerusform>e altri %Ln</numerusform>
        </translation>
    </message>
    <message>
        <source>The program will write to other addresses, and the keys of the services go there:</source>
        <translation>Il programma scriverà ad altri indirizzi, e lì vanno le chiavi dei servizi:</translation>
    </message>
    <message>
        <source>This backup is not sealed: nobody can say whether somebody changed it. Put it back only if it was kept where nobody else could write.</source>
        <translation>Questa copia non ha sigillo: nessuno può dire se qualcuno l&apos;ha cambiata. Rimettila solo se è rimasta dove nessun altro poteva scrivere.</translation>
    </message>
    <message>
        <source>Backups (*.backup *.zip *.db)</source>
        <translation>Copie di sicurezza (*.backup *.zip *.db)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Tutti i file (*)</translation>
    </message>
</context>
<context>
    <name>Roles</name>
    <message>
        <source>writes notices, and asks for approval</source>
        <translation>scrive comunicazioni e chiede l&apos;approvazione</translation>
    </message>
    <message>
        <source>sends, and approves what others wrote</source>
        <translation>invia, e approva quello che hanno scritto gli altri</translation>
    </message>
    <message>
        <source>manages people and rules, and sends alone in an emergency</source>
        <translation>gestisce persone e regole, e in emergenza invia da solo</translation>
    </message>
</context>
<context>
    <name>RowsEditor</name>
    <message>
        <source>Remove: {field}</source>
        <translation>Togli: {field}</translation>
    </message>
</context>
<context>
    <name>ScheduleWatch</name>
    <message>
        <source>A notice did not go out at its hour</source>
        <translation>Una comunicazione non è partita alla sua ora</translation>
    </message>
</context>
<context>
    <name>SecretsDialog</name>
    <message>
        <source>Keys of the services</source>
        <translation>Chiavi dei servizi</translation>
    </message>
    <message>
        <source>Without them nothing can be sent. They are kept where this computer keeps passwords, and are not shown again.</source>
        <translation>Senza le chiavi non si può inviare. Restano nel portachiavi di questo computer e non si vedono più.</translation>
    </message>
    <message>
        <source>It is sent to {host} only.</source>
        <translation>Viene mandata solo a {host}.</translation>
    </message>
    <message>
        <source>Whoever set the service up calls it {name}.</source>
        <translation>Chi ha preparato il servizio la chiama {name}.</translation>
    </message>
    <message>
        <source>&amp;Later</source>
        <translation>&amp;Più tardi</translation>
    </message>
    <message>
        <source>&amp;Save them</source>
        <translation>&amp;Salva</translation>
    </message>
</context>
<context>
    <name>SectionDialog</name>
    <message>
        <source>&amp;Cancel</source>
        <translation>&amp;Annulla</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>&amp;Salva</translation>
    </message>
    <message>
        <source>Leave without keeping?</source>
        <translation>Uscire senza conservare?</translation>
    </message>
    <message>
        <source>What you changed here is not saved yet.</source>
        <translation>Quello che hai cambiato qui non è ancora conservato.</translation>
    </message>
    <message>
        <source>&amp;Leave without keeping</source>
        <translation>&amp;Esci senza conservare</translation>
    </message>
    <message>
        <source>&amp;Back to the settings</source>
        <translation>&amp;Torna alle impostazioni</translation>
    </message>
    <message>
        <source>For whoever looks after the computers</source>
        <translation>Per chi si occupa dei computer</translation>
    </message>
</context>
<context>
    <name>SendFlow</name>
    <message>
        <source>Meanwhile something has changed, and the notice cannot go out like this. Look at the problems.</source>
        <translation>Intanto qualcosa è cambiato e così la comunicazione non può partire. Guarda che cosa c&apos;è da correggere.</translation>
    </message>
</context>
<context>
    <name>SendingPresence</name>
    <message>
        <source>TRAINING - {title}</source>
        <translation>ESERCITAZIONE - {title}</translation>
    </message>
    <message>
        <source>ComuneCast has finished sending</source>
        <translation>ComuneCast ha finito di inviare</translation>
    </message>
    <message>
        <source>ComuneCast is sending: {done} of {total}</source>
        <translation>ComuneCast sta inviando: {done} di {total}</translation>
    </message>
    <message>
        <source>ComuneCast is sending</source>
        <translation>ComuneCast sta inviando</translation>
    </message>
</context>
<context>
    <name>SentPage</name>
    <message>
        <source>Write &amp;another</source>
        <translation>Scrivine un&apos;&amp;altra</translation>
    </message>
    <message>
        <source>Open &amp;it in the history</source>
        <translation>Aprila nello &amp;storico</translation>
    </message>
    <message>
        <source>&amp;Change the text</source>
        <translation>&amp;Cambia il testo</translation>
    </message>
    <message>
        <source>“{title}” is queued. You can follow it below, or write another.</source>
        <translation>«{title}» è in coda. Puoi seguirla qui sotto o scriverne un&apos;altra.</translation>
    </message>
    <message>
        <source>Queued</source>
        <translation>In coda</translation>
    </message>
    <message>
        <source>The notice is queued</source>
        <translation>La comunicazione è in coda</translation>
    </message>
    <message>
        <source>Nothing has gone out yet. “{title}” needs a second person ({reasons}): whoever may approve it sees it in their own window, and on their phone. It waits until {until}.</source>
        <translation>Non è ancora partito nulla. «{title}» deve vederla una seconda persona ({reasons}): chi può approvarla la trova nella sua finestra e sul telefono. Aspetta fino alle {until}.</translation>
    </message>
    <message>
        <source>If nobody answers, from {time} a person who manages may send it alone, in the history.</source>
        <translation>Se nessuno risponde, dalle {time} chi gestisce può inviarla da solo, dallo Storico.</translation>
    </message>
    <message>
        <source>Waiting for a second person</source>
        <translation>Aspetta una seconda persona</translation>
    </message>
    <message>
        <source>“{title}” was not sent. {why} What you wrote is still here.</source>
        <translation>«{title}» non è partita. {why} Quello che hai scritto è ancora qui.</translation>
    </message>
    <message>
        <source>Not approved</source>
        <translation>Non approvata</translation>
    </message>
    <message>
        <source>“{title}”: {done} of {total}. You can follow it below, or write another.</source>
        <translation>«{title}»: {done} di {total}. Puoi seguirla qui sotto o scriverne un&apos;altra.</translation>
    </message>
    <message>
        <source>“{title}” waits until then, and is looked at once more before it goes out. Leave ComuneCast open; you can change it or take it back in the history.</source>
        <translation>«{title}» aspetta fino ad allora, e prima di partire viene ricontrollata. Lascia ComuneCast aperto; nello Storico puoi modificarla o riprenderla.</translation>
    </message>
    <message>
        <source>Goes out on {moment}</source>
        <translation>Parte {moment}</translation>
    </message>
    <message>
        <source>Going out</source>
        <translation>Invio in corso</translation>
    </message>
    <message>
        <source>Not sent to everybody</source>
        <translation>Non è partita per tutti</translation>
    </message>
    <message numerus="yes">
        <source>%Ln message(s) stay queued.</source>
        <translation>
            <numerusform>%Ln messaggio resta in coda.</numerusform>
            <numerusform>%Ln messaggi restano in coda.</numerusform>
        </translation>
    </message>
    <message>
        <source>It did not go out on {channels}: read the message above.</source>
        <translation>Su {channels} non è partita: leggi l&apos;avviso qui sopra.</translation>
    </message>
    <message>
        <source>Open it in the history to send them.</source>
        <translation>Aprila nello storico per inviarli.</translation>
    </message>
    <message numerus="yes">
        <source>Sent to %Ln recipient(s)</source>
        <translation>
            <numerusform>Inviata a %Ln destinatario</numerusform>
            <numerusform>Inviata a %Ln destinatari</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln recipient(s) need a look: open it in the history.</source>
        <translation>
            <numerusform>Un destinatario è da guardare (%Ln): aprila nello storico.</numerusform>
            <numerusform>%Ln destinatari sono da guardare: aprila nello storico.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <source>Office</source>
        <translation>Ente</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nome</translation>
    </message>
    <message>
        <source>Localities</source>
        <translation>Località</translation>
    </message>
    <message>
        <source>Telephone</source>
        <translation>Telefono</translation>
    </message>
    <message>
        <source>Mail</source>
        <translation>Posta</translation>
    </message>
    <message>
        <source>Privacy page</source>
        <translation>Pagina sulla privacy</translation>
    </message>
    <message>
        <source>Time zone</source>
        <translation>Fuso orario</translation>
    </message>
    <message>
        <source>Alert zone</source>
        <translation>Zona d&apos;allerta</translation>
    </message>
    <message>
        <source>What citizens write</source>
        <translation>Ciò che scrivono i cittadini</translation>
    </message>
    <message>
        <source>Weather bulletins</source>
        <translation>Bollettini meteo</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>Dati</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Numero</translation>
    </message>
    <message>
        <source>Offered in notices about water, waste and power. What you write here counts always.</source>
        <translation>I gestori proposti nelle comunicazioni su acqua, rifiuti e luce. Quello che scrivi qui vale sempre.</translation>
    </message>
    <message>
        <source>Number&apos;s id at Meta</source>
        <translation>Identificativo del numero presso Meta</translation>
    </message>
    <message>
        <source>Account&apos;s id at Meta</source>
        <translation>Identificativo dell&apos;account presso Meta</translation>
    </message>
    <message>
        <source>App&apos;s id at Meta</source>
        <translation>Identificativo dell&apos;app presso Meta</translation>
    </message>
    <message>
        <source>Language of the templates</source>
        <translation>Lingua dei modelli</translation>
    </message>
    <message>
        <source>Messages a second</source>
        <translation>Messaggi al secondo</translation>
    </message>
    <message>
        <source>Phones that get each notice first</source>
        <translation>Telefoni che ricevono per primi</translation>
    </message>
    <message>
        <source>Addresses</source>
        <translation>Indirizzi</translation>
    </message>
    <message>
        <source>Alerts are told from</source>
        <translation>Si avvisa dal livello</translation>
    </message>
    <message>
        <source>Days that single deliveries are kept</source>
        <translation>Giorni in cui restano i singoli recapiti</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>Servizio</translation>
    </message>
    <message>
        <source>Channel “{name}”</source>
        <translation>Canale «{name}»</translation>
    </message>
    <message>
        <source>Answer people who write to the bot</source>
        <translation>Risposte a chi scrive al bot</translation>
    </message>
    <message>
        <source>not used</source>
        <translation>non usato</translation>
    </message>
    <message>
        <source>Receiving service</source>
        <translation>Servizio di ricezione</translation>
    </message>
    <message>
        <source>Zones that they may choose</source>
        <translation>Zone che possono scegliere</translation>
    </message>
    <message>
        <source>Topics that they may choose</source>
        <translation>Temi che possono scegliere</translation>
    </message>
    <message>
        <source>Automatic answers</source>
        <translation>Risposte automatiche</translation>
    </message>
    <message>
        <source>What citizens read of the office, and where its alerts come from.</source>
        <translation>Quello che i cittadini leggono dell&apos;ente, e da dove vengono le sue allerte.</translation>
    </message>
    <message>
        <source>It signs every notice, and an alert begins with it. For example Comune di Calcinaia.</source>
        <translation>Firma ogni comunicazione, e un&apos;allerta comincia così. Per esempio Comune di Calcinaia.</translation>
    </message>
    <message>
        <source>Villages and quarters as people call them, one on each line. Notices can name them.</source>
        <translation>Paesi e quartieri come li chiama la gente, uno per riga. Le comunicazioni possono nominarli.</translation>
    </message>
    <message>
        <source>For citizens who want to ask something. It stands in notices and answers.</source>
        <translation>Per i cittadini che vogliono chiedere qualcosa. Sta nelle comunicazioni e nelle risposte.</translation>
    </message>
    <message>
        <source>The office&apos;s address, for citizens who want to write.</source>
        <translation>L&apos;indirizzo dell&apos;ente, per i cittadini che vogliono scrivere.</translation>
    </message>
    <message>
        <source>The page of the town&apos;s site with the information on personal data, with https:// in front.</source>
        <translation>La pagina del sito del Comune con l&apos;informativa sui dati personali, con https:// davanti.</translation>
    </message>
    <message>
        <source>WhatsApp Channel</source>
        <translation>Canale WhatsApp</translation>
    </message>
    <message>
        <source>The page of the town&apos;s Channel on WhatsApp, with https:// in front. The program prepares the text; a person publishes it.</source>
        <translation>La pagina del Canale WhatsApp del Comune, con https:// davanti. Il programma prepara il testo; lo pubblica una persona.</translation>
    </message>
    <message>
        <source>The town&apos;s zone in the bulletins of the civil protection, for example Tosc-A4.</source>
        <translation>La zona del Comune nei bollettini della Protezione Civile, per esempio Tosc-A4.</translation>
    </message>
    <message>
        <source>In Italy always Europe/Rome.</source>
        <translation>In Italia sempre Europe/Rome.</translation>
    </message>
    <message>
        <source>Empty: as in your last notice about it.</source>
        <translation>Vuoto: come nell&apos;ultima comunicazione sull&apos;argomento.</translation>
    </message>
    <message>
        <source>Its number for faults and questions.</source>
        <translation>Il suo numero per guasti e domande.</translation>
    </message>
    <message>
        <source>Who serves the town</source>
        <translation>Chi serve il paese</translation>
    </message>
    <message>
        <source>Water</source>
        <translation>Acqua</translation>
    </message>
    <message>
        <source>Who brings the water.</source>
        <translation>Chi porta l&apos;acqua.</translation>
    </message>
    <message>
        <source>Number for water</source>
        <translation>Numero per l&apos;acqua</translation>
    </message>
    <message>
        <source>Waste</source>
        <translation>Rifiuti</translation>
    </message>
    <message>
        <source>Who collects the waste.</source>
        <translation>Chi raccoglie i rifiuti.</translation>
    </message>
    <message>
        <source>Number for waste</source>
        <translation>Numero per i rifiuti</translation>
    </message>
    <message>
        <source>Power</source>
        <translation>Luce</translation>
    </message>
    <message>
        <source>Who runs the power lines.</source>
        <translation>Di chi sono le linee elettriche.</translation>
    </message>
    <message>
        <source>Number for power</source>
        <translation>Numero per la luce</translation>
    </message>
    <message>
        <source>Quiet hours</source>
        <translation>Ore di quiete</translation>
    </message>
    <message>
        <source>At night whatever can wait is offered for the next morning. Alerts always go out.</source>
        <translation>Di notte quello che può aspettare si propone per la mattina dopo. Le allerte partono sempre.</translation>
    </message>
    <message>
        <source>They begin at</source>
        <translation>Cominciano alle</translation>
    </message>
    <message>
        <source>They end at</source>
        <translation>Finiscono alle</translation>
    </message>
    <message>
        <source>A time between {least} and {most}.</source>
        <translation>Un&apos;ora tra le {least} e le {most}.</translation>
    </message>
    <message>
        <source>The number that writes to citizens. The ids are in the WhatsApp Manager of Meta.</source>
        <translation>Il numero che scrive ai cittadini. I codici sono nel WhatsApp Manager di Meta.</translation>
    </message>
    <message>
        <source>The number that citizens save and write Attiva to, for example +39 333 1234567.</source>
        <translation>Il numero che i cittadini salvano e a cui scrivono Attiva, per esempio +39 333 1234567.</translation>
    </message>
    <message>
        <source>The long row of digits that Meta gives the number; it is not the number itself.</source>
        <translation>La lunga fila di cifre che Meta dà al numero; non è il numero stesso.</translation>
    </message>
    <message>
        <source>The row of digits of the WhatsApp Business account that the number belongs to.</source>
        <translation>La fila di cifre dell&apos;account WhatsApp Business a cui appartiene il numero.</translation>
    </message>
    <message>
        <source>The row of digits of the app. Left empty, the program asks Meta for it.</source>
        <translation>La fila di cifre dell&apos;app. Se resta vuoto, il programma la chiede a Meta.</translation>
    </message>
    <message>
        <source>The office&apos;s own phones, one on each line with +39 in front: they see a notice before the others.</source>
        <translation>I telefoni dell&apos;ente, uno per riga con +39 davanti: vedono una comunicazione prima degli altri.</translation>
    </message>
    <message>
        <source>The language in which Meta has approved the texts: it for Italian.</source>
        <translation>La lingua in cui Meta ha approvato i testi: it per l&apos;italiano.</translation>
    </message>
    <message>
        <source>How fast the program sends. Less is safer on a slow connection; 70 suits almost every office.</source>
        <translation>Quanto in fretta invia il programma. Con una linea lenta meglio meno; 70 va bene quasi per tutti.</translation>
    </message>
    <message>
        <source>Way of promotional messages</source>
        <translation>Via dei messaggi promozionali</translation>
    </message>
    <message>
        <source>How messages that Meta counts as promotional travel. Leave it to the program unless Meta says otherwise.</source>
        <translation>Come viaggiano i messaggi che Meta considera promozionali. Lascia scegliere al programma, se Meta non dice altro.</translation>
    </message>
    <message>
        <source>the program chooses</source>
        <translation>sceglie il programma</translation>
    </message>
    <message>
        <source>like all others</source>
        <translation>come tutti gli altri</translation>
    </message>
    <message>
        <source>Meta&apos;s own way for promotions</source>
        <translation>la via di Meta per le promozioni</translation>
    </message>
    <message>
        <source>Meta&apos;s address</source>
        <translation>Indirizzo di Meta</translation>
    </message>
    <message>
        <source>Only a proxy needs another one. After a change the key is asked for again.</source>
        <translation>Serve un altro solo con un proxy. Dopo un cambio la chiave viene chiesta di nuovo.</translation>
    </message>
    <message>
        <source>Version of Meta&apos;s service</source>
        <translation>Versione del servizio di Meta</translation>
    </message>
    <message>
        <source>It comes with the program. Change it only if Meta switches this one off.</source>
        <translation>Arriva con il programma. Cambiala solo se Meta spegne questa.</translation>
    </message>
    <message>
        <source>This office writes on WhatsApp</source>
        <translation>Questo ente scrive su WhatsApp</translation>
    </message>
    <message>
        <source>The public channels that people follow. The bot has to be administrator of each.</source>
        <translation>I canali pubblici che la gente segue. Il bot deve essere amministratore di ciascuno.</translation>
    </message>
    <message>
        <source>Channels</source>
        <translation>Canali</translation>
    </message>
    <message>
        <source>The name is what the program calls the channel, in letters, digits and dashes; the address is @name or what Telegram shows as a link. Under a new name the count of followers begins anew, and earlier notices keep the old one.</source>
        <translation>Il nome è come il programma chiama il canale, con lettere, cifre e trattini; l&apos;indirizzo è @nome o il link che mostra Telegram. Con un nome nuovo il conto di chi segue ricomincia, e le comunicazioni di prima tengono il vecchio.</translation>
    </message>
    <message>
        <source>Once a day each person is told where to write. On one workstation only, never on two.</source>
        <translation>Una volta al giorno dice a ciascuno dove scrivere. Su una postazione sola, mai su due.</translation>
    </message>
    <message>
        <source>Telegram&apos;s address</source>
        <translation>Indirizzo di Telegram</translation>
    </message>
    <message>
        <source>Only a proxy or a server of your own needs another one; it ends in /bot. After a change the key is asked for again.</source>
        <translation>Serve un altro solo con un proxy o un server proprio; finisce con /bot. Dopo un cambio la chiave viene chiesta di nuovo.</translation>
    </message>
    <message>
        <source>This office writes on Telegram</source>
        <translation>Questo ente scrive su Telegram</translation>
    </message>
    <message>
        <source>How Attiva and Disattiva arrive, and what is answered.</source>
        <translation>Come arrivano Attiva e Disattiva, e che cosa si risponde.</translation>
    </message>
    <message>
        <source>The address of the small service that takes in what citizens write. Left empty, people are added by hand or from a list.</source>
        <translation>L&apos;indirizzo del piccolo servizio che riceve quello che scrivono i cittadini. Se resta vuoto, le persone si aggiungono a mano o da un elenco.</translation>
    </message>
    <message>
        <source>Whoever writes Attiva or Disattiva is told that it worked.</source>
        <translation>A chi scrive Attiva o Disattiva si dice che è andata bene.</translation>
    </message>
    <message>
        <source>Answer to who writes something else</source>
        <translation>Risposta a chi scrive altro</translation>
    </message>
    <message>
        <source>Once a day each person is told the two words and where to ask. Each answer may cost something.</source>
        <translation>Una volta al giorno si dicono a ciascuno le due parole e dove chiedere. Ogni risposta può avere un costo.</translation>
    </message>
    <message>
        <source>The office&apos;s card after the welcome</source>
        <translation>Biglietto dell&apos;ente dopo il benvenuto</translation>
    </message>
    <message>
        <source>So that people save the number. It counts as a second answer.</source>
        <translation>Così la gente salva il numero. Conta come seconda risposta.</translation>
    </message>
    <message>
        <source>Other words for Attiva</source>
        <translation>Altre parole per Attiva</translation>
    </message>
    <message>
        <source>Words with which people may subscribe too, one on each line.</source>
        <translation>Parole con cui ci si può iscrivere lo stesso, una per riga.</translation>
    </message>
    <message>
        <source>Other words for Disattiva</source>
        <translation>Altre parole per Disattiva</translation>
    </message>
    <message>
        <source>Words with which people may leave too, one on each line.</source>
        <translation>Parole con cui si può uscire lo stesso, una per riga.</translation>
    </message>
    <message>
        <source>Privacy notice in force</source>
        <translation>Informativa in vigore</translation>
    </message>
    <message>
        <source>For example its date, 2026-05: it is kept with each consent. Change it whenever the notice changes.</source>
        <translation>Per esempio la sua data, 2026-05: si conserva con ogni consenso. Cambiala quando cambia l&apos;informativa.</translation>
    </message>
    <message>
        <source>Zones and topics</source>
        <translation>Zone e temi</translation>
    </message>
    <message>
        <source>What citizens may choose by adding a word to Attiva. Without any, everybody gets everything.</source>
        <translation>Quello che i cittadini possono scegliere aggiungendo una parola ad Attiva. Senza, tutti ricevono tutto.</translation>
    </message>
    <message>
        <source>One word on each line, as people write it: Attiva Fornacette.</source>
        <translation>Una parola per riga, come la scrive la gente: Attiva Fornacette.</translation>
    </message>
    <message>
        <source>Each is one word, with the subjects whose notices it stands for.</source>
        <translation>Ognuno è una parola, con gli argomenti delle comunicazioni che porta.</translation>
    </message>
    <message>
        <source>Where the program reads the civil protection&apos;s bulletin, to propose the right notice.</source>
        <translation>Dove il programma legge il bollettino della Protezione Civile, per proporre la comunicazione giusta.</translation>
    </message>
    <message>
        <source>Fetched every hour</source>
        <translation>Letti ogni ora</translation>
    </message>
    <message>
        <source>While the window is open. Otherwise only when somebody asks for it.</source>
        <translation>Finché la finestra è aperta. Altrimenti solo quando qualcuno lo chiede.</translation>
    </message>
    <message>
        <source>The lowest level of which the office tells its citizens.</source>
        <translation>Il livello più basso di cui l&apos;ente avvisa i cittadini.</translation>
    </message>
    <message>
        <source>yellow alert</source>
        <translation>allerta gialla</translation>
    </message>
    <message>
        <source>orange alert</source>
        <translation>allerta arancione</translation>
    </message>
    <message>
        <source>red alert</source>
        <translation>allerta rossa</translation>
    </message>
    <message>
        <source>One on each line. Emptied, those that come with the program are read again; the region&apos;s own are sometimes quicker.</source>
        <translation>Uno per riga. Se li togli, si leggono di nuovo quelli del programma; quelli della regione a volte sono più rapidi.</translation>
    </message>
    <message>
        <source>Where people, notices and consents are kept, and for how long.</source>
        <translation>Dove stanno persone, comunicazioni e consensi, e per quanto tempo.</translation>
    </message>
    <message>
        <source>After that only the counts of a notice stay. 0 keeps them for ever; more than a year lets you look up last year&apos;s notice.</source>
        <translation>Dopo restano solo i conti di una comunicazione. 0 li tiene per sempre; con più di un anno si ritrova quella dell&apos;anno prima.</translation>
    </message>
    <message>
        <source>for ever</source>
        <translation>per sempre</translation>
    </message>
    <message>
        <source>Archive</source>
        <translation>Archivio</translation>
    </message>
    <message>
        <source>Empty: on this computer. Several workstations share one on a server, postgresql://name@server/database. What is in the present archive does not move there.</source>
        <translation>Vuoto: su questo computer. Più postazioni ne condividono uno su un server, postgresql://nome@server/archivio. Quello che c&apos;è nell&apos;archivio di adesso non ci va da solo.</translation>
    </message>
    <message>
        <source>Newer versions</source>
        <translation>Versioni nuove</translation>
    </message>
    <message>
        <source>The program never updates itself; it can tell that there is a newer version.</source>
        <translation>Il programma non si aggiorna mai da solo; può dire che c&apos;è una versione nuova.</translation>
    </message>
    <message>
        <source>Look for newer versions</source>
        <translation>Cerca versioni nuove</translation>
    </message>
    <message>
        <source>Once a day the makers&apos; site is asked; nothing of the office is told.</source>
        <translation>Una volta al giorno chiede al sito di chi lo fa; non dice nulla dell&apos;ente.</translation>
    </message>
    <message>
        <source>Another address for news</source>
        <translation>Un altro indirizzo per le novità</translation>
    </message>
    <message>
        <source>Only where the office gets its versions from somebody else.</source>
        <translation>Solo se l&apos;ente riceve le versioni da qualcun altro.</translation>
    </message>
    <message>
        <source>Key of who publishes there</source>
        <translation>Chiave di chi pubblica lì</translation>
    </message>
    <message>
        <source>It proves that the news is theirs.</source>
        <translation>Prova che le novità sono sue.</translation>
    </message>
    <message>
        <source>on this computer</source>
        <translation>su questo computer</translation>
    </message>
    <message>
        <source>on the server {host}</source>
        <translation>sul server {host}</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>sì</translation>
    </message>
    <message>
        <source>no</source>
        <translation>no</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nulla</translation>
    </message>
    <message>
        <source>and {count} more</source>
        <translation>e altre {count}</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Settings</source>
        <translation>Impostazioni</translation>
    </message>
    <message>
        <source>Keys of the services</source>
        <translation>Chiavi dei servizi</translation>
    </message>
    <message>
        <source>Settings, archive and log are in {folder}</source>
        <translation>Impostazioni, archivio e diario sono in {folder}</translation>
    </message>
    <message>
        <source>Looking at every part; this can take half a minute.</source>
        <translation>Controllo di ogni parte in corso; può durare mezzo minuto.</translation>
    </message>
    <message>
        <source>&amp;Check the connections</source>
        <translation>&amp;Controlla i collegamenti</translation>
    </message>
    <message>
        <source>Enter the &amp;keys…</source>
        <translation>Scrivi le c&amp;hiavi…</translation>
    </message>
    <message>
        <source>&amp;Read office.toml…</source>
        <translation>&amp;Leggi office.toml…</translation>
    </message>
    <message>
        <source>Data &amp;protection papers…</source>
        <translation>Documenti per la &amp;privacy…</translation>
    </message>
    <message>
        <source>Open the folder of the &amp;data</source>
        <translation>Apri la cartella dei &amp;dati</translation>
    </message>
    <message>
        <source>Open the folder of the &amp;log</source>
        <translation>Apri la cartella del diari&amp;o</translation>
    </message>
    <message>
        <source>there</source>
        <translation>presente</translation>
    </message>
    <message>
        <source>Use this computer?</source>
        <translation>Usare questo computer?</translation>
    </message>
    <message>
        <source>Only if the office never arrived on the other computer, or is not used there any more: two computers with the same office write everything to everybody twice. What was queued here may have gone out there, and waits among the unknown outcomes for your decision.</source>
        <translation>Solo se l&apos;ente non è mai arrivato sull&apos;altro computer, o se là non si usa più: due computer con lo stesso ente scrivono tutto due volte a tutti. Quello che era in coda qui può essere già partito da là, e aspetta una tua decisione tra gli esiti incerti.</translation>
    </message>
    <message>
        <source>&amp;Use this computer</source>
        <translation>&amp;Usa questo computer</translation>
    </message>
    <message>
        <source>Four papers are in {folder}, as pages to open in a browser or a word processor: information for citizens, record of processing, impact assessment, appointment of a processor. Complete the marked parts and have the data protection officer read them.</source>
        <translation>Quattro documenti sono in {folder}, come pagine da aprire nel browser o in Word: informativa, registro dei trattamenti, valutazione d&apos;impatto, nomina a responsabile. Completa le parti evidenziate e falli rileggere al responsabile della protezione dei dati.</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>mancante</translation>
    </message>
    <message>
        <source>How this office is set up.</source>
        <translation>Come è impostato questo ente.</translation>
    </message>
    <message>
        <source>The new settings are saved, and in force.</source>
        <translation>Le nuove impostazioni sono conservate e valgono già.</translation>
    </message>
    <message>
        <source>&amp;Guided set-up…</source>
        <translation>Configurazione &amp;guidata…</translation>
    </message>
    <message>
        <source>&amp;Move to another computer…</source>
        <translation>&amp;Sposta su un altro computer…</translation>
    </message>
    <message>
        <source>From another computer…</source>
        <translation>Da un altro computer…</translation>
    </message>
    <message>
        <source>The office&apos;s &amp;people…</source>
        <translation>Le perso&amp;ne dell&apos;ufficio…</translation>
    </message>
    <message>
        <source>&amp;Use this computer…</source>
        <translation>&amp;Usa questo computer…</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>Questo computer</translation>
    </message>
    <message>
        <source>&amp;Office key…</source>
        <translation>Chiave dell&apos;&amp;ente…</translation>
    </message>
    <message>
        <source>Language of the window</source>
        <translation>Lingua della finestra</translation>
    </message>
    <message>
        <source>Lan&amp;guage of the window</source>
        <translation>L&amp;ingua della finestra</translation>
    </message>
    <message>
        <source>Notices are in Italian all the same.</source>
        <translation>Le comunicazioni restano in italiano.</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>Modifica…</translation>
    </message>
    <message>
        <source>Change: {section}</source>
        <translation>Modifica: {section}</translation>
    </message>
    <message>
        <source>missing: the one that is kept is for {host}</source>
        <translation>manca: quella conservata vale per {host}</translation>
    </message>
    <message>
        <source>there, for {host}</source>
        <translation>presente, per {host}</translation>
    </message>
    <message numerus="yes">
        <source>%n part(s) do not work.</source>
        <translation>
            <numerusform>%n parte non funziona.</numerusform>
            <numerusform>%n parti non funzionano.</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Receive what citizens write</source>
        <translation>Ricevi quello che scrivono i ci&amp;ttadini</translation>
    </message>
    <message numerus="yes">
        <source>Everything works; %n part(s) to look at.</source>
        <translation>
            <numerusform>Tutto funziona; %n parte è da guardare.</numerusform>
            <numerusform>Tutto funziona; %n parti sono da guardare.</numerusform>
        </translation>
    </message>
    <message>
        <source>Everything works.</source>
        <translation>Tutto funziona.</translation>
    </message>
    <message>
        <source>Settings of the office</source>
        <translation>Impostazioni dell&apos;ente</translation>
    </message>
    <message>
        <source>Settings (*.toml)</source>
        <translation>Impostazioni (*.toml)</translation>
    </message>
    <message>
        <source>Folder for the data protection papers</source>
        <translation>Cartella per i documenti sulla privacy</translation>
    </message>
    <message>
        <source>&amp;Open this folder</source>
        <translation>Apri &amp;questa cartella</translation>
    </message>
    <message>
        <source>The file says what is in force already: nothing was changed.</source>
        <translation>Il file dice ciò che è già in vigore: nulla è cambiato.</translation>
    </message>
    <message>
        <source>Only notes in the file, or what this page does not show.</source>
        <translation>Solo note nel file, o voci che questa pagina non mostra.</translation>
    </message>
    <message>
        <source>Take these settings?</source>
        <translation>Usare queste impostazioni?</translation>
    </message>
    <message>
        <source>&amp;Take them</source>
        <translation>&amp;Usale</translation>
    </message>
    <message>
        <source>&amp;Leave it as it is</source>
        <translation>&amp;Lascia com&apos;è</translation>
    </message>
    <message>
        <source>The settings are saved.</source>
        <translation>Le impostazioni sono conservate.</translation>
    </message>
    <message>
        <source>The settings are saved. What is being sent goes on with the former ones; these are in force then.</source>
        <translation>Le impostazioni sono conservate. L&apos;invio in corso va avanti con quelle di prima; queste valgono quando è finito.</translation>
    </message>
    <message>
        <source>Sending has ended: the new settings can be used now.</source>
        <translation>L&apos;invio è finito: adesso si possono usare le nuove impostazioni.</translation>
    </message>
    <message>
        <source>&amp;Use them now</source>
        <translation>&amp;Usale adesso</translation>
    </message>
    <message>
        <source>The window speaks {language} from the next start.</source>
        <translation>Dalla prossima apertura la finestra è in questa lingua: {language}.</translation>
    </message>
    <message>
        <source>Start again &amp;now</source>
        <translation>Ri&amp;apri adesso</translation>
    </message>
</context>
<context>
    <name>Setup</name>
    <message>
        <source>Office</source>
        <translation>Ente</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copia</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Apri</translation>
    </message>
    <message>
        <source>Open {address}</source>
        <translation>Apri {address}</translation>
    </message>
    <message>
        <source>Copy {text}</source>
        <translation>Copia {text}</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Copiato</translation>
    </message>
    <message>
        <source>Trial</source>
        <translation>Prova</translation>
    </message>
    <message>
        <source>Who writes Attiva</source>
        <translation>Chi scrive Attiva</translation>
    </message>
    <message>
        <source>Open Meta&apos;s page</source>
        <translation>Apri la pagina di Meta</translation>
    </message>
    <message>
        <source>Open Meta&apos;s page: {title}</source>
        <translation>Apri la pagina di Meta: {title}</translation>
    </message>
    <message>
        <source>Templates</source>
        <translation>Modelli</translation>
    </message>
    <message>
        <source>to submit</source>
        <translation>da mandare</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>in attesa</translation>
    </message>
    <message>
        <source>approved</source>
        <translation>approvato</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>rifiutato</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>fermo</translation>
    </message>
    <message>
        <source>to do</source>
        <translation>da fare</translation>
    </message>
    <message>
        <source>open</source>
        <translation>aperto</translation>
    </message>
    <message>
        <source>Meta is looking</source>
        <translation>lo guarda Meta</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>non si sa</translation>
    </message>
    <message>
        <source>done</source>
        <translation>fatto</translation>
    </message>
    <message>
        <source>It answers: “{text}”.</source>
        <translation>Risponde: «{text}».</translation>
    </message>
    <message>
        <source>You write: “{text}”.</source>
        <translation>Tu scrivi: «{text}».</translation>
    </message>
    <message>
        <source>A row: “{text}”.</source>
        <translation>Una riga: «{text}».</translation>
    </message>
    <message>
        <source>A switch that is on: “{text}”.</source>
        <translation>Un interruttore acceso: «{text}».</translation>
    </message>
    <message>
        <source>A button: “{text}”.</source>
        <translation>Un pulsante: «{text}».</translation>
    </message>
    <message>
        <source>Picture: {head}.</source>
        <translation>Figura: {head}.</translation>
    </message>
    <message>
        <source>Marked: “{text}”.</source>
        <translation>In evidenza: «{text}».</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Avvia</translation>
    </message>
    <message>
        <source>Administrators</source>
        <translation>Amministratori</translation>
    </message>
    <message>
        <source>Add administrator</source>
        <translation>Aggiungi amministratore</translation>
    </message>
    <message>
        <source>Post messages</source>
        <translation>Pubblica messaggi</translation>
    </message>
    <message>
        <source>Edit messages</source>
        <translation>Modifica messaggi</translation>
    </message>
    <message>
        <source>Delete messages</source>
        <translation>Elimina messaggi</translation>
    </message>
</context>
<context>
    <name>SetupDialog</name>
    <message>
        <source>Set up ComuneCast</source>
        <translation>Configura ComuneCast</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Passi</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>Chiu&amp;di</translation>
    </message>
    <message>
        <source>done</source>
        <translation>fatto</translation>
    </message>
    <message>
        <source>to do</source>
        <translation>da fare</translation>
    </message>
    <message>
        <source>to be checked</source>
        <translation>da controllare</translation>
    </message>
    <message>
        <source>This step is in front.</source>
        <translation>Questo passo è in primo piano.</translation>
    </message>
    <message>
        <source>Ne&amp;xt: {step}</source>
        <translation>&amp;Avanti: {step}</translation>
    </message>
    <message>
        <source>&amp;Finish</source>
        <translation>&amp;Fine</translation>
    </message>
    <message>
        <source>{done} of {all} steps are done. Each can be left and taken up again: nothing is lost.</source>
        <translation>Passi fatti: {done} su {all}. Ciascuno si può lasciare e riprendere: nulla va perso.</translation>
    </message>
    <message>
        <source>This step needs “{step}” first.</source>
        <translation>Prima di questo passo serve «{step}».</translation>
    </message>
    <message>
        <source>&amp;Go to {step}</source>
        <translation>&amp;Vai a {step}</translation>
    </message>
    <message>
        <source>{step}: done</source>
        <translation>{step}: fatto</translation>
    </message>
</context>
<context>
    <name>Side</name>
    <message>
        <source>How people will see it</source>
        <translation>Come lo vedranno le persone</translation>
    </message>
    <message>
        <source>What to look at</source>
        <translation>Da controllare</translation>
    </message>
    <message>
        <source>Template {name}: {state}, {price}</source>
        <translation>Modello {name}: {state}, {price}</translation>
    </message>
    <message>
        <source>Meta moved it among the promotional ones, which cost more.</source>
        <translation>Meta l&apos;ha spostato tra i promozionali, che costano di più.</translation>
    </message>
</context>
<context>
    <name>SignInDialog</name>
    <message>
        <source>{office} - ComuneCast</source>
        <translation>{office} - ComuneCast</translation>
    </message>
    <message>
        <source>Who is sending?</source>
        <translation>Chi invia?</translation>
    </message>
    <message>
        <source>In this office everybody works under their own name. The PIN is yours alone.</source>
        <translation>In questo ufficio ognuno lavora con il proprio nome. Il PIN è soltanto tuo.</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Nome</translation>
    </message>
    <message>
        <source>&amp;PIN</source>
        <translation>&amp;PIN</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>&amp;Chiudi</translation>
    </message>
    <message>
        <source>&amp;Sign in</source>
        <translation>&amp;Entra</translation>
    </message>
</context>
<context>
    <name>SlowCalls</name>
    <message>
        <source>Something unexpected happened. What you wrote is still here: try again.</source>
        <translation>È successo qualcosa di imprevisto. Ciò che hai scritto è ancora qui: prova di nuovo.</translation>
    </message>
</context>
<context>
    <name>Sources</name>
    <message>
        <source>From the bulletin of {day}, {hour}.</source>
        <translation>Dal bollettino del {day}, ore {hour}.</translation>
    </message>
    <message>
        <source>From the last notice of this alert.</source>
        <translation>Dall&apos;ultima comunicazione di questa allerta.</translation>
    </message>
    <message>
        <source>The advice for this level and these risks.</source>
        <translation>I consigli per questo livello e questi rischi.</translation>
    </message>
    <message>
        <source>Write what has changed, or say that it still holds.</source>
        <translation>Scrivi che cosa è cambiato, o conferma che vale ancora.</translation>
    </message>
    <message>
        <source>It still holds</source>
        <translation>Vale ancora</translation>
    </message>
    <message>
        <source>The bulletin does not say it: write what the town has decided.</source>
        <translation>Il bollettino non lo dice: scrivi che cosa ha deciso il Comune.</translation>
    </message>
    <message>
        <source>Write when it really ended, or say that this hour holds.</source>
        <translation>Scrivi quando è finita davvero, o conferma quest&apos;ora.</translation>
    </message>
    <message>
        <source>This hour holds</source>
        <translation>L&apos;ora va bene</translation>
    </message>
    <message>
        <source>It has no hours: write those of the Region&apos;s warning, or say that these hold.</source>
        <translation>Non ha le ore: scrivi quelle dell&apos;avviso della Regione, o conferma queste.</translation>
    </message>
    <message>
        <source>These hours hold</source>
        <translation>Le ore vanno bene</translation>
    </message>
</context>
<context>
    <name>Standing</name>
    <message>
        <source>new text not yet sent to Meta</source>
        <translation>testo nuovo da inviare a Meta</translation>
    </message>
    <message>
        <source>new text being looked at</source>
        <translation>testo nuovo in esame</translation>
    </message>
    <message>
        <source>new text not approved</source>
        <translation>testo nuovo non approvato</translation>
    </message>
    <message>
        <source>The new WhatsApp text has not been sent to Meta yet.</source>
        <translation>Il testo nuovo per WhatsApp non è ancora stato inviato a Meta.</translation>
    </message>
    <message>
        <source>Meta is looking at the new WhatsApp text.</source>
        <translation>Meta sta esaminando il testo nuovo per WhatsApp.</translation>
    </message>
    <message>
        <source>Meta did not approve the new WhatsApp text.</source>
        <translation>Meta non ha approvato il testo nuovo per WhatsApp.</translation>
    </message>
    <message>
        <source>Until it is approved the text from before goes out on WhatsApp, and the new one on Telegram.</source>
        <translation>Finché non è approvato, su WhatsApp parte il testo di prima e su Telegram quello nuovo.</translation>
    </message>
    <message>
        <source>Meta approved this WhatsApp text: it goes out as it is.</source>
        <translation>Meta ha approvato questo testo per WhatsApp: parte così com&apos;è.</translation>
    </message>
    <message>
        <source>Meta does not have this WhatsApp text yet: until it is approved the notice goes out on Telegram.</source>
        <translation>Meta non ha ancora questo testo per WhatsApp: finché non è approvato, l&apos;avviso parte solo su Telegram.</translation>
    </message>
    <message>
        <source>Meta is looking at this WhatsApp text: until it is approved the notice goes out on Telegram.</source>
        <translation>Meta sta esaminando questo testo per WhatsApp: finché non è approvato, l&apos;avviso parte solo su Telegram.</translation>
    </message>
    <message>
        <source>Meta does not let this WhatsApp text go out: change it and send it again, or use Telegram.</source>
        <translation>Meta non lascia partire questo testo per WhatsApp: cambialo e invialo di nuovo, o usa Telegram.</translation>
    </message>
    <message>
        <source>Each message: {price}; quality {quality}; language {language}.</source>
        <translation>Ogni messaggio: {price}; qualità {quality}; lingua {language}.</translation>
    </message>
    <message>
        <source>Meta moved it among the promotional ones, which cost more.</source>
        <translation>Meta l&apos;ha spostato tra i promozionali, che costano di più.</translation>
    </message>
    <message>
        <source>Italian</source>
        <translation>italiano</translation>
    </message>
    <message>
        <source>hidden</source>
        <translation>nascosto</translation>
    </message>
    <message>
        <source>adapted</source>
        <translation>adattato</translation>
    </message>
    <message>
        <source>of the office</source>
        <translation>dell&apos;ente</translation>
    </message>
</context>
<context>
    <name>StatisticsPage</name>
    <message>
        <source>Statistics</source>
        <translation>Statistiche</translation>
    </message>
    <message>
        <source>How many people the notices reach, and how it went. Nobody is named here.</source>
        <translation>Quante persone ricevono le comunicazioni e com&apos;è andata. Qui non c&apos;è il nome di nessuno.</translation>
    </message>
    <message>
        <source>The Telegram followers of today are not counted yet; it is tried again every hour. {reason}</source>
        <translation>Chi segue Telegram oggi non è ancora stato contato; il programma riprova ogni ora. {reason}</translation>
    </message>
    <message>
        <source>Subscribers</source>
        <translation>Iscritti</translation>
    </message>
    <message>
        <source>Followers</source>
        <translation>Chi segue il canale</translation>
    </message>
    <message>
        <source>Nobody has subscribed yet.</source>
        <translation>Non c&apos;è ancora nessun iscritto.</translation>
    </message>
    <message>
        <source>The followers were not counted yet.</source>
        <translation>Chi segue il canale non è ancora stato contato.</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Giorno</translation>
    </message>
    <message>
        <source>Who comes and who goes, on WhatsApp</source>
        <translation>Chi arriva e chi esce, su WhatsApp</translation>
    </message>
    <message>
        <source>Week from Monday</source>
        <translation>Settimana dal lunedì</translation>
    </message>
    <message>
        <source>Joined</source>
        <translation>Arrivati</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>Usciti</translation>
    </message>
    <message>
        <source>Notices month by month</source>
        <translation>Comunicazioni mese per mese</translation>
    </message>
    <message>
        <source>Month</source>
        <translation>Mese</translation>
    </message>
    <message>
        <source>Notices</source>
        <translation>Comunicazioni</translation>
    </message>
    <message>
        <source>What became of the messages</source>
        <translation>Com&apos;è andata, messaggio per messaggio</translation>
    </message>
    <message>
        <source>Nothing was sent in the last twelve months.</source>
        <translation>Negli ultimi dodici mesi non è stato inviato nulla.</translation>
    </message>
    <message>
        <source>What WhatsApp charged, month by month</source>
        <translation>Che cosa ha fatto pagare WhatsApp, mese per mese</translation>
    </message>
    <message>
        <source>Paid messages</source>
        <translation>Messaggi a pagamento</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>Gratuiti</translation>
    </message>
    <message>
        <source>As Meta counts</source>
        <translation>Secondo Meta</translation>
    </message>
    <message>
        <source>Cost without VAT</source>
        <translation>Costo senza IVA</translation>
    </message>
    <message>
        <source>Automatic answers on WhatsApp</source>
        <translation>Risposte automatiche su WhatsApp</translation>
    </message>
    <message>
        <source>Automatic answers of this month, of those that are free</source>
        <translation>Risposte automatiche di questo mese, rispetto a quelle gratuite</translation>
    </message>
    <message>
        <source>{answered} this month, of {free} that are free.</source>
        <translation>{answered} in questo mese, su {free} gratuite.</translation>
    </message>
    <message>
        <source>people receive the notices</source>
        <translation>persone ricevono le comunicazioni</translation>
    </message>
    <message>
        <source>people follow the channel</source>
        <translation>persone seguono il canale</translation>
    </message>
    <message>
        <source>{change} in thirty days</source>
        <translation>{change} in trenta giorni</translation>
    </message>
    <message>
        <source>as many as thirty days ago</source>
        <translation>come trenta giorni fa</translation>
    </message>
    <message>
        <source>counted on {day}</source>
        <translation>contate il {day}</translation>
    </message>
    <message>
        <source>Joined in the last twelve weeks: {joined} (bars upwards). Left: {left} (downwards).</source>
        <translation>Arrivati nelle ultime dodici settimane: {joined} (barre verso l&apos;alto). Usciti: {left} (verso il basso).</translation>
    </message>
    <message>
        <source>Week from {day}: {joined} joined, {left} left</source>
        <translation>Settimana dal {day}: {joined} arrivati, {left} usciti</translation>
    </message>
    <message>
        <source>For {month} Meta counts {meta} paid messages and the receipts tell of {ours}: other programs may use the number, or receipts did not arrive.</source>
        <translation>Per {month} Meta conta {meta} messaggi a pagamento e le ricevute {ours}: altri programmi possono usare lo stesso numero, oppure alcune ricevute non sono arrivate.</translation>
    </message>
    <message>
        <source>not said</source>
        <translation>non detto</translation>
    </message>
    <message>
        <source>not asked yet</source>
        <translation>non ancora chiesto</translation>
    </message>
</context>
<context>
    <name>StreetField</name>
    <message>
        <source>Streets of the town</source>
        <translation>Vie del Comune</translation>
    </message>
    <message>
        <source>With them the program completes streets as you type, and notices a wrong one. From the town&apos;s own table (CSV, Excel), from an extract of OpenStreetMap (Overpass JSON, .osm), or by hand.</source>
        <translation>Con queste il programma completa le vie mentre scrivi, e si accorge di una sbagliata. Da una tabella del Comune (CSV, Excel), da un estratto di OpenStreetMap (JSON di Overpass, .osm) o a mano.</translation>
    </message>
    <message>
        <source>Streets from a &amp;file…</source>
        <translation>Vi&amp;e da un file…</translation>
    </message>
    <message>
        <source>&amp;Write or correct them…</source>
        <translation>Scri&amp;vile o correggile…</translation>
    </message>
    <message>
        <source>One street a line; after a semicolon its locality</source>
        <translation>Una via per riga; dopo il punto e virgola la frazione</translation>
    </message>
    <message numerus="yes">
        <source>%n street(s) known</source>
        <translation>
            <numerusform>%n via nota</numerusform>
            <numerusform>%n vie note</numerusform>
        </translation>
    </message>
    <message>
        <source>No street is known yet.</source>
        <translation>Non si conosce ancora nessuna via.</translation>
    </message>
    <message>
        <source>List of streets</source>
        <translation>Elenco delle vie</translation>
    </message>
    <message>
        <source>Lists of streets (*.csv *.xlsx *.txt *.json *.osm *.xml)</source>
        <translation>Elenchi di vie (*.csv *.xlsx *.txt *.json *.osm *.xml)</translation>
    </message>
</context>
<context>
    <name>StreetsEditor</name>
    <message>
        <source>Add a street</source>
        <translation>Aggiungi una via</translation>
    </message>
    <message>
        <source>street</source>
        <translation>via</translation>
    </message>
    <message>
        <source>stretch</source>
        <translation>tratto</translation>
    </message>
    <message>
        <source>house numbers</source>
        <translation>civici</translation>
    </message>
</context>
<context>
    <name>SubjectsDialog</name>
    <message>
        <source>Subjects of “{word}”</source>
        <translation>Argomenti di «{word}»</translation>
    </message>
    <message>
        <source>Subjects of the topic</source>
        <translation>Argomenti del tema</translation>
    </message>
    <message>
        <source>Whoever writes this word after Attiva gets notices on these subjects. Each belongs to one topic only.</source>
        <translation>Chi scrive questa parola dopo Attiva riceve le comunicazioni su questi argomenti. Ognuno sta in un tema solo.</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>&amp;Annulla</translation>
    </message>
    <message>
        <source>&amp;Take these</source>
        <translation>&amp;Prendi questi</translation>
    </message>
</context>
<context>
    <name>SubscriberFilters</name>
    <message>
        <source>State of the subscribers shown</source>
        <translation>Stato degli iscritti mostrati</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Tutti</translation>
    </message>
    <message>
        <source>How the subscribers shown came</source>
        <translation>Come si sono iscritte le persone mostrate</translation>
    </message>
    <message>
        <source>From anywhere</source>
        <translation>Iscritti in ogni modo</translation>
    </message>
    <message>
        <source>Since when the subscribers shown are in their state</source>
        <translation>Da quando vale lo stato delle persone mostrate</translation>
    </message>
    <message>
        <source>At any time</source>
        <translation>In ogni momento</translation>
    </message>
    <message>
        <source>In the last day</source>
        <translation>Nell&apos;ultimo giorno</translation>
    </message>
    <message>
        <source>In the last 7 days</source>
        <translation>Negli ultimi 7 giorni</translation>
    </message>
    <message>
        <source>In the last 30 days</source>
        <translation>Negli ultimi 30 giorni</translation>
    </message>
    <message>
        <source>In the last year</source>
        <translation>Nell&apos;ultimo anno</translation>
    </message>
    <message>
        <source>Zone whose notices the subscribers shown get</source>
        <translation>Zona di cui ricevono gli avvisi le persone mostrate</translation>
    </message>
    <message>
        <source>Any zone</source>
        <translation>Tutte le zone</translation>
    </message>
    <message>
        <source>Topic whose notices the subscribers shown get</source>
        <translation>Argomento di cui ricevono gli avvisi le persone mostrate</translation>
    </message>
    <message>
        <source>Any topic</source>
        <translation>Tutti gli argomenti</translation>
    </message>
    <message>
        <source>Get notices for {zone}</source>
        <translation>Ricevono per {zone}</translation>
    </message>
    <message>
        <source>Get notices on {topic}</source>
        <translation>Ricevono su {topic}</translation>
    </message>
</context>
<context>
    <name>SubscribersModel</name>
    <message>
        <source>number erased</source>
        <translation>numero cancellato</translation>
    </message>
</context>
<context>
    <name>SubscribersPage</name>
    <message>
        <source>Hide the number</source>
        <translation>Nascondi il numero</translation>
    </message>
    <message>
        <source>Subscribers</source>
        <translation>Iscritti</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Numero</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Stato</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>Da quando</translation>
    </message>
    <message>
        <source>How</source>
        <translation>Come si è iscritto</translation>
    </message>
    <message>
        <source>Receives</source>
        <translation>Riceve</translation>
    </message>
    <message>
        <source>Hide this message</source>
        <translation>Nascondi questo messaggio</translation>
    </message>
    <message>
        <source>Import a list…</source>
        <translation>Importa un elenco…</translation>
    </message>
    <message>
        <source>Nobody has subscribed yet</source>
        <translation>Ancora nessun iscritto</translation>
    </message>
    <message>
        <source>People subscribe by themselves by writing “Attiva” to the office&apos;s WhatsApp number. You can also import a list of people who gave their consent.</source>
        <translation>Le persone si iscrivono da sole scrivendo «Attiva» al numero WhatsApp dell&apos;ente. Puoi anche importare un elenco di persone che hanno dato il consenso.</translation>
    </message>
    <message>
        <source>Nobody found</source>
        <translation>Nessun iscritto trovato</translation>
    </message>
    <message>
        <source>Try fewer digits, or another state.</source>
        <translation>Prova con meno cifre o con un altro stato.</translation>
    </message>
    <message>
        <source>People who receive the notices on WhatsApp</source>
        <translation>Chi riceve le comunicazioni su WhatsApp</translation>
    </message>
    <message>
        <source>&amp;Add one…</source>
        <translation>&amp;Aggiungi…</translation>
    </message>
    <message>
        <source>&amp;Import…</source>
        <translation>&amp;Importa…</translation>
    </message>
    <message>
        <source>E&amp;xport…</source>
        <translation>&amp;Esporta…</translation>
    </message>
    <message>
        <source>Messages last read at {time}. Automatic answers this month: {answered} of {free} free.</source>
        <translation>Messaggi dei cittadini letti alle {time}. Risposte automatiche del mese: {answered} di {free} gratuite.</translation>
    </message>
    <message>
        <source>Search digits of the number, or how they subscribed</source>
        <translation>Cerca cifre del numero o come si è iscritto</translation>
    </message>
    <message>
        <source>Search subscribers</source>
        <translation>Cerca iscritti</translation>
    </message>
    <message>
        <source>Open the per&amp;son…</source>
        <translation>Apri la &amp;scheda…</translation>
    </message>
    <message>
        <source>Show the &amp;number</source>
        <translation>Mostra il &amp;numero</translation>
    </message>
    <message>
        <source>&amp;Remove…</source>
        <translation>&amp;Togli…</translation>
    </message>
    <message>
        <source>People who follow the Telegram channel are not listed here.</source>
        <translation>Chi segue il canale Telegram non compare qui.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln person(s)</source>
        <translation>
            <numerusform>%Ln persona</numerusform>
            <numerusform>%Ln persone</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln left</source>
        <translation>
            <numerusform>%Ln uscita</numerusform>
            <numerusform>%Ln uscite</numerusform>
        </translation>
    </message>
    <message>
        <source>Number: {number}. That you looked at it is noted in the register.</source>
        <translation>Numero: {number}. È annotato nel registro che l&apos;hai visto.</translation>
    </message>
    <message>
        <source>Added: {number}. The notices sent from now on go to this person too.</source>
        <translation>Iscrizione aggiunta: {number}. Le comunicazioni inviate da ora in poi arrivano anche a questa persona.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln person(s) saved in {file}.</source>
        <translation>
            <numerusform>%Ln persona salvata in {file}.</numerusform>
            <numerusform>%Ln persone salvate in {file}.</numerusform>
        </translation>
    </message>
    <message>
        <source>Remove this person?</source>
        <translation>Togliere questa persona?</translation>
    </message>
    <message>
        <source>{number} will not receive notices any more. The number is erased at once and cannot be brought back: the person can subscribe again by writing “Attiva”.</source>
        <translation>{number} non riceverà più comunicazioni. Il numero viene cancellato subito e non si può recuperare: la persona può iscriversi di nuovo scrivendo «Attiva».</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>&amp;Togli</translation>
    </message>
    <message>
        <source>&amp;No, leave them</source>
        <translation>&amp;No, lasciala</translation>
    </message>
    <message>
        <source>removed by the office on request</source>
        <translation>rimosso dall&apos;ente su richiesta</translation>
    </message>
    <message>
        <source>The person was removed, and the number erased.</source>
        <translation>La persona è stata tolta e il numero cancellato.</translation>
    </message>
</context>
<context>
    <name>Summary</name>
    <message>
        <source>Meta has put this template among the promotional messages: sending costs at most {dear} instead of {cheap}.</source>
        <translation>Meta ha messo questo modello tra i messaggi promozionali: l&apos;invio costa al massimo {dear} invece di {cheap}.</translation>
    </message>
    <message>
        <source>Meta lets the office reach {left} more people in these 24 hours: the notice goes out over {days} days.</source>
        <translation>Meta permette di raggiungere ancora {left} persone in queste 24 ore: l&apos;invio si divide su {days} giorni.</translation>
    </message>
</context>
<context>
    <name>SummaryList</name>
    <message>
        <source>not set</source>
        <translation>non indicato</translation>
    </message>
</context>
<context>
    <name>TelegramStep</name>
    <message>
        <source>A bot publishes in your channel</source>
        <translation>Un bot pubblica nel tuo canale</translation>
    </message>
    <message>
        <source>Telegram lets a program publish through a bot. Making one takes two minutes on the phone or the computer where you use Telegram, and costs nothing.</source>
        <translation>Telegram fa pubblicare un programma attraverso un bot. Crearne uno richiede due minuti sul telefono o sul computer dove usi Telegram, e non costa nulla.</translation>
    </message>
    <message>
        <source>1. The bot</source>
        <translation>1. Il bot</translation>
    </message>
    <message>
        <source>It asks for a name. Send the one that citizens will see:</source>
        <translation>Chiede un nome. Invia quello che vedranno i cittadini:</translation>
    </message>
    <message>
        <source>It asks for a user name, ending in “bot”. If this one is taken, add a digit before “_bot”:</source>
        <translation>Chiede un nome utente che finisca in «bot». Se questo è già preso, aggiungi una cifra prima di «_bot»:</translation>
    </message>
    <message>
        <source>Open Telegram and look for @BotFather, the one with the blue tick. Press “Start”.</source>
        <translation>Apri Telegram e cerca @BotFather, quello con la spunta blu. Premi «Avvia».</translation>
    </message>
    <message>
        <source>Send this message:</source>
        <translation>Invia questo messaggio:</translation>
    </message>
    <message>
        <source>It answers with a message that contains the key. Copy all of that message and paste it here:</source>
        <translation>Risponde con un messaggio che contiene la chiave. Copia tutto il messaggio e incollalo qui:</translation>
    </message>
    <message>
        <source>&amp;Key of the bot</source>
        <translation>C&amp;hiave del bot</translation>
    </message>
    <message>
        <source>It is kept where this computer keeps passwords, and is not shown again.</source>
        <translation>Viene conservata dove questo computer tiene le password, e non si mostra più.</translation>
    </message>
    <message>
        <source>&amp;Server of the Bot API</source>
        <translation>&amp;Server della Bot API</translation>
    </message>
    <message>
        <source>Only for who runs a server of their own; leave it as it is otherwise.</source>
        <translation>Solo per chi ha un server proprio; altrimenti lascialo così.</translation>
    </message>
    <message>
        <source>Check the ke&amp;y</source>
        <translation>&amp;Controlla la chiave</translation>
    </message>
    <message>
        <source>&amp;Another server…</source>
        <translation>Un altro s&amp;erver…</translation>
    </message>
    <message>
        <source>&amp;Use another bot…</source>
        <translation>&amp;Usa un altro bot…</translation>
    </message>
    <message>
        <source>2. The channel</source>
        <translation>2. Il canale</translation>
    </message>
    <message>
        <source>In the channel: its name at the top, “Administrators”, “Add administrator”. Look for the bot:</source>
        <translation>Nel canale: il nome in alto, «Amministratori», «Aggiungi amministratore». Cerca il bot:</translation>
    </message>
    <message>
        <source>Open the town&apos;s channel in Telegram. If there is none yet: menu, “New channel”, public.</source>
        <translation>Apri in Telegram il canale del Comune. Se non c&apos;è ancora: menu, «Nuovo canale», pubblico.</translation>
    </message>
    <message>
        <source>Leave “Post messages”, “Edit messages” and “Delete messages” switched on, and confirm.</source>
        <translation>Lascia accesi «Pubblica messaggi», «Modifica messaggi» ed «Elimina messaggi», e conferma.</translation>
    </message>
    <message>
        <source>Waiting for the bot to become administrator…</source>
        <translation>Aspetto che il bot diventi amministratore…</translation>
    </message>
    <message>
        <source>&amp;Or write the channel&apos;s name or address</source>
        <translation>&amp;Oppure scrivi il nome o l&apos;indirizzo del canale</translation>
    </message>
    <message>
        <source>@comune… / https://t.me/…</source>
        <translation>@comune… / https://t.me/…</translation>
    </message>
    <message>
        <source>Check the c&amp;hannel</source>
        <translation>Co&amp;ntrolla il canale</translation>
    </message>
    <message>
        <source>3. A test</source>
        <translation>3. Una prova</translation>
    </message>
    <message>
        <source>&amp;Publish a test</source>
        <translation>&amp;Pubblica una prova</translation>
    </message>
    <message>
        <source>&amp;Look at it</source>
        <translation>&amp;Guardala</translation>
    </message>
    <message>
        <source>Seen: &amp;delete it</source>
        <translation>Vista: cance&amp;llala</translation>
    </message>
    <message>
        <source>The bot @{bot} is connected.</source>
        <translation>Il bot @{bot} è collegato.</translation>
    </message>
    <message>
        <source>The bot&apos;s key is there.</source>
        <translation>La chiave del bot c&apos;è.</translation>
    </message>
    <message>
        <source>The channel is {chat}.</source>
        <translation>Il canale è {chat}.</translation>
    </message>
    <message>
        <source>The test is in the channel. Look at it on your phone, then have it deleted.</source>
        <translation>La prova è nel canale. Guardala sul telefono, poi falla cancellare.</translation>
    </message>
    <message>
        <source>The channel works: a test was published, seen and deleted.</source>
        <translation>Il canale funziona: una prova è stata pubblicata, vista e cancellata.</translation>
    </message>
    <message>
        <source>A few words go into the channel, and are deleted when you have seen them.</source>
        <translation>Poche parole vanno nel canale, e si cancellano quando le hai viste.</translation>
    </message>
    <message>
        <source>Telegram knows the bot @{bot}. Now make it administrator.</source>
        <translation>Telegram conosce il bot @{bot}. Ora fallo amministratore.</translation>
    </message>
    <message>
        <source>“{title}” is connected, and the bot may publish there. Followers: {people}.</source>
        <translation>«{title}» è collegato, e il bot può pubblicarvi. Chi lo segue: {people}.</translation>
    </message>
    <message>
        <source>Give it also the right to edit and delete messages: corrections need it.</source>
        <translation>Dagli anche il diritto di modificare ed eliminare i messaggi: serve per le rettifiche.</translation>
    </message>
    <message>
        <source>The test is published. Look at the channel.</source>
        <translation>La prova è pubblicata. Guarda il canale.</translation>
    </message>
    <message>
        <source>The test is deleted: Telegram is ready.</source>
        <translation>La prova è cancellata: Telegram è pronto.</translation>
    </message>
</context>
<context>
    <name>TemplatesPage</name>
    <message>
        <source>Asking Meta how the templates stand…</source>
        <translation>Chiedo a Meta come stanno i modelli…</translation>
    </message>
    <message>
        <source>Sending the texts to Meta…</source>
        <translation>Mando i testi a Meta…</translation>
    </message>
    <message>
        <source>Change a text that Meta approved?</source>
        <translation>Cambiare un testo che Meta ha approvato?</translation>
    </message>
    <message>
        <source>The new WhatsApp text needs Meta&apos;s approval, which can take a day. Until then the approved text goes out on WhatsApp, and the new one on Telegram; notices that are queued stay as they are.</source>
        <translation>Il testo nuovo per WhatsApp deve approvarlo Meta, e può volerci un giorno. Fino ad allora su WhatsApp parte il testo già approvato, e su Telegram quello nuovo; gli avvisi già in coda restano come sono.</translation>
    </message>
    <message>
        <source>&amp;Keep the new text</source>
        <translation>&amp;Salva il testo nuovo</translation>
    </message>
    <message>
        <source>&amp;Back to the text</source>
        <translation>&amp;Torna al testo</translation>
    </message>
    <message>
        <source>Go back to the original text?</source>
        <translation>Tornare al testo originale?</translation>
    </message>
    <message>
        <source>What the office changed of this subject is thrown away: texts, fields and follow-ups.</source>
        <translation>Quello che l&apos;ente ha cambiato di questo argomento va perso: testi, campi e seguiti.</translation>
    </message>
    <message>
        <source>&amp;Original text</source>
        <translation>Testo &amp;originale</translation>
    </message>
    <message>
        <source>&amp;Leave it as it is</source>
        <translation>&amp;Lascia com&apos;è</translation>
    </message>
    <message>
        <source>Delete this subject?</source>
        <translation>Eliminare questo argomento?</translation>
    </message>
    <message>
        <source>“{name}” can no longer be chosen. Notices that were sent with it stay readable, and can still be corrected and followed; drafts, and what waits for its hour, stay as they are.</source>
        <translation>«{name}» non si può più scegliere. Le comunicazioni già inviate restano leggibili, e si possono ancora rettificare e seguire con altre; le bozze, e quello che aspetta la sua ora, restano come sono.</translation>
    </message>
    <message>
        <source>&amp;Delete the subject</source>
        <translation>&amp;Elimina l&apos;argomento</translation>
    </message>
    <message>
        <source>Restore this subject?</source>
        <translation>Ripristinare questo argomento?</translation>
    </message>
    <message>
        <source>“{name}” was deleted. Restored, it can be chosen again, with the texts and fields that it had. If its WhatsApp text was deleted at Meta too, it has to be sent there once more.</source>
        <translation>«{name}» è stato eliminato. Ripristinato, si può scegliere di nuovo, con i testi e i campi che aveva. Se il suo testo di WhatsApp è stato eliminato anche da Meta, va mandato là un&apos;altra volta.</translation>
    </message>
    <message>
        <source>&amp;Restore</source>
        <translation>&amp;Ripristina</translation>
    </message>
    <message>
        <source>&amp;Leave it deleted</source>
        <translation>&amp;Lascialo eliminato</translation>
    </message>
    <message>
        <source>Templates</source>
        <translation>Modelli</translation>
    </message>
    <message>
        <source>The texts of the notices, subject by subject. What you change here is the office&apos;s own, and updates of the program leave it alone.</source>
        <translation>I testi delle comunicazioni, argomento per argomento. Quello che cambi qui è dell&apos;ente, e gli aggiornamenti del programma non lo toccano.</translation>
    </message>
    <message>
        <source>&amp;New subject…</source>
        <translation>&amp;Nuovo argomento…</translation>
    </message>
    <message>
        <source>&amp;Send to Meta what is missing…</source>
        <translation>&amp;Invia a Meta quelli che mancano…</translation>
    </message>
    <message>
        <source>&amp;Ask Meta again</source>
        <translation>&amp;Chiedi di nuovo a Meta</translation>
    </message>
    <message>
        <source>&amp;Put the wrong files aside</source>
        <translation>&amp;Metti da parte i file sbagliati</translation>
    </message>
    <message>
        <source>Leave without keeping it?</source>
        <translation>Uscire senza salvare?</translation>
    </message>
    <message>
        <source>What you changed of this subject was not saved, and would be lost.</source>
        <translation>Quello che hai cambiato di questo argomento non è salvato e andrebbe perso.</translation>
    </message>
    <message>
        <source>&amp;Leave it</source>
        <translation>&amp;Esci</translation>
    </message>
    <message>
        <source>Kept. It holds from the next notice on.</source>
        <translation>Salvato. Vale dalla prossima comunicazione.</translation>
    </message>
    <message>
        <source>Your version was left out: this is the one of the other workstation.</source>
        <translation>La tua versione è stata scartata: questa è quella dell&apos;altra postazione.</translation>
    </message>
    <message>
        <source>Two workstations changed the same file. The other one holds; yours is kept as {files}.</source>
        <translation>Due postazioni hanno cambiato lo stesso file. Vale quello dell&apos;altra; il tuo è conservato come {files}.</translation>
    </message>
    <message>
        <source>The original text is back.</source>
        <translation>È tornato il testo originale.</translation>
    </message>
    <message>
        <source>“{name}” was deleted. What was sent with it is in the history.</source>
        <translation>«{name}» è stato eliminato. Quello che è partito con questo argomento è nello storico.</translation>
    </message>
    <message>
        <source>“{name}” is back, and can be chosen again.</source>
        <translation>«{name}» è di nuovo qui, e si può scegliere.</translation>
    </message>
    <message>
        <source>Delete its text at Meta too?</source>
        <translation>Eliminare anche da Meta il suo testo?</translation>
    </message>
    <message numerus="yes">
        <source>Meta still has %n text(s) of this subject. They cost nothing there. Once deleted, the same text cannot be submitted again for 30 days, and on WhatsApp nothing can follow with it what was sent.</source>
        <translation>
            <numerusform>Meta ha ancora %n testo di questo argomento. Lasciarlo non costa nulla. Una volta eliminato, lo stesso testo non si può inviare di nuovo a Meta per 30 giorni, e su WhatsApp nulla può più seguire con questo testo quello che è già partito.</numerusform>
            <numerusform>Meta ha ancora %n testi di questo argomento. Lasciarli non costa nulla. Una volta eliminati, gli stessi testi non si possono inviare di nuovo a Meta per 30 giorni, e su WhatsApp nulla può più seguire con questi testi quello che è già partito.</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Delete at Meta</source>
        <translation>&amp;Elimina da Meta</translation>
    </message>
    <message>
        <source>&amp;Leave it at Meta</source>
        <translation>&amp;Lascialo a Meta</translation>
    </message>
    <message numerus="yes">
        <source>%n text(s) deleted at Meta.</source>
        <translation>
            <numerusform>%n testo eliminato da Meta.</numerusform>
            <numerusform>%n testi eliminati da Meta.</numerusform>
        </translation>
    </message>
    <message>
        <source>Meta has all the texts already.</source>
        <translation>Meta ha già tutti i testi.</translation>
    </message>
    <message>
        <source>Meta does not have the texts of these subjects: {names}. The review can take a day.</source>
        <translation>Meta non ha i testi di questi argomenti: {names}. L&apos;esame può richiedere un giorno.</translation>
    </message>
    <message numerus="yes">
        <source>Send %n text(s) to Meta?</source>
        <translation>
            <numerusform>Inviare %n testo a Meta?</numerusform>
            <numerusform>Inviare %n testi a Meta?</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Send them</source>
        <translation>&amp;Invia</translation>
    </message>
    <message>
        <source>&amp;Not now</source>
        <translation>&amp;Non ora</translation>
    </message>
    <message numerus="yes">
        <source>%n text(s) sent to Meta.</source>
        <translation>
            <numerusform>%n testo inviato a Meta.</numerusform>
            <numerusform>%n testi inviati a Meta.</numerusform>
        </translation>
    </message>
    <message>
        <source>This is how the templates stand at Meta now.</source>
        <translation>Ora si vede come stanno i modelli presso Meta.</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) put aside: the original texts hold. They are still in the folder, ending in “.wrong”.</source>
        <translation>
            <numerusform>%n file messo da parte: vale il testo originale. È ancora nella cartella, con il nome che finisce in «.wrong».</numerusform>
            <numerusform>%n file messi da parte: valgono i testi originali. Sono ancora nella cartella, con il nome che finisce in «.wrong».</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TemplatesStep</name>
    <message>
        <source>The texts that Meta approves beforehand</source>
        <translation>I testi che Meta approva prima</translation>
    </message>
    <message>
        <source>On WhatsApp a notice is a template that Meta has approved, filled in. One press submits all of them, in the order in which the town needs them; Meta looks at each, usually for less than a day.</source>
        <translation>Su WhatsApp un avviso è un modello approvato da Meta, riempito. Un solo pulsante li manda tutti, nell&apos;ordine in cui servono al Comune; Meta guarda ognuno, di solito in meno di un giorno.</translation>
    </message>
    <message>
        <source>&amp;Submit all templates</source>
        <translation>&amp;Manda tutti i modelli</translation>
    </message>
    <message>
        <source>&amp;Look again</source>
        <translation>&amp;Guarda di nuovo</translation>
    </message>
    <message>
        <source>Sending the texts to Meta…</source>
        <translation>Mando i testi a Meta…</translation>
    </message>
    <message>
        <source>Templates</source>
        <translation>Modelli</translation>
    </message>
    <message>
        <source>{approved} of {all} approved, {waiting} waiting, {refused} refused.</source>
        <translation>Approvati {approved} su {all}, in attesa {waiting}, rifiutati {refused}.</translation>
    </message>
    <message>
        <source>With a picture or a PDF: {approved} of {all} approved.</source>
        <translation>Con una foto o un PDF: approvati {approved} su {all}.</translation>
    </message>
    <message numerus="yes">
        <source>&amp;Submit the other %n</source>
        <translation>
            <numerusform>&amp;Manda %n altro</numerusform>
            <numerusform>&amp;Manda altri %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Goes on by itself at {time}: %n template(s) left.</source>
        <translation>
            <numerusform>Continua da sé alle {time}: manca %n modello.</numerusform>
            <numerusform>Continua da sé alle {time}: mancano %n modelli.</numerusform>
        </translation>
    </message>
    <message>
        <source>You may close the program: it goes on when it is open again.</source>
        <translation>Puoi chiudere il programma: continua quando è di nuovo aperto.</translation>
    </message>
    <message>
        <source>{kind}: {price} for each message delivered, without VAT.</source>
        <translation>{kind}: {price} per ogni messaggio consegnato, IVA esclusa.</translation>
    </message>
    <message numerus="yes">
        <source>%n template(s) submitted.</source>
        <translation>
            <numerusform>%n modello mandato.</numerusform>
            <numerusform>%n modelli mandati.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n are left.</source>
        <translation>
            <numerusform>Ne resta %n.</numerusform>
            <numerusform>Ne restano %n.</numerusform>
        </translation>
    </message>
    <message>
        <source>Meta takes no more this hour: the rest goes on by itself.</source>
        <translation>Per quest&apos;ora Meta non ne prende altri: il resto continua da sé.</translation>
    </message>
    <message>
        <source>Meta did not answer any more. Press again in a while: it goes on where it stopped.</source>
        <translation>Meta non ha più risposto. Premi di nuovo tra un po&apos;: riprende da dove si è fermato.</translation>
    </message>
</context>
<context>
    <name>TextEntry</name>
    <message>
        <source>Insert a field</source>
        <translation>Inserisci un campo</translation>
    </message>
</context>
<context>
    <name>TextsDialog</name>
    <message>
        <source>Texts</source>
        <translation>Testi</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>&amp;Chiudi</translation>
    </message>
</context>
<context>
    <name>TopicsField</name>
    <message>
        <source>Add a topic</source>
        <translation>Aggiungi un tema</translation>
    </message>
    <message>
        <source>Word of topic {number}</source>
        <translation>Parola del tema {number}</translation>
    </message>
    <message>
        <source>Its subjects…</source>
        <translation>I suoi argomenti…</translation>
    </message>
    <message>
        <source>Subjects of topic {number}</source>
        <translation>Argomenti del tema {number}</translation>
    </message>
    <message>
        <source>Remove topic {word}</source>
        <translation>Togli il tema {word}</translation>
    </message>
    <message>
        <source>no subject yet</source>
        <translation>ancora nessun argomento</translation>
    </message>
</context>
<context>
    <name>TrainingBand</name>
    <message>
        <source>TRAINING</source>
        <translation>ESERCITAZIONE</translation>
    </message>
    <message>
        <source>Nothing leaves this computer: phones and channels here are imitated.</source>
        <translation>Nulla esce da questo computer: telefoni e canali sono finti.</translation>
    </message>
</context>
<context>
    <name>TrialStep</name>
    <message>
        <source>The first notice goes to you alone</source>
        <translation>Il primo avviso arriva solo a te</translation>
    </message>
    <message>
        <source>It arrives on your own phone exactly as citizens will get it. Nobody else receives it.</source>
        <translation>Arriva sul tuo telefono esattamente come lo riceveranno i cittadini. Nessun altro lo riceve.</translation>
    </message>
    <message>
        <source>Te&amp;xt of the notice</source>
        <translation>&amp;Testo dell&apos;avviso</translation>
    </message>
    <message>
        <source>Code of the chat with the bot, to be scanned</source>
        <translation>Codice della chat con il bot, da inquadrare</translation>
    </message>
    <message>
        <source>Scan the code with your phone, or open the address, and press “Start”.</source>
        <translation>Inquadra il codice con il telefono, oppure apri l&apos;indirizzo, e premi «Avvia».</translation>
    </message>
    <message>
        <source>Private chat with the bot:</source>
        <translation>Chat privata con il bot:</translation>
    </message>
    <message>
        <source>Waiting for you to press “Start”…</source>
        <translation>Aspetto che tu prema «Avvia»…</translation>
    </message>
    <message>
        <source>Number of your own &amp;phone</source>
        <translation>&amp;Numero del tuo telefono</translation>
    </message>
    <message>
        <source>It is used for this trial only, and kept nowhere.</source>
        <translation>Serve solo per questa prova e non viene conservato.</translation>
    </message>
    <message>
        <source>Send it to me on {service}</source>
        <translation>Mandalo prima a me su {service}</translation>
    </message>
    <message>
        <source>It arrived on {service}</source>
        <translation>È arrivata su {service}</translation>
    </message>
    <message>
        <source>Before you tell the citizens</source>
        <translation>Prima di dirlo ai cittadini</translation>
    </message>
    <message>
        <source>Save the poster with the &amp;QR codes…</source>
        <translation>Salva la &amp;locandina con i codici QR…</translation>
    </message>
    <message>
        <source>I work alone: there is no second person</source>
        <translation>Lavoro da solo: non c&apos;è una seconda persona</translation>
    </message>
    <message>
        <source>First notice seen on {service}</source>
        <translation>Primo avviso visto su {service}</translation>
    </message>
    <message>
        <source>Privacy page (step Office)</source>
        <translation>Pagina della privacy (passo Ente)</translation>
    </message>
    <message>
        <source>Poster with the QR codes</source>
        <translation>Locandina con i codici QR</translation>
    </message>
    <message>
        <source>Second person (Settings, “The office&apos;s people…”)</source>
        <translation>Seconda persona (Impostazioni, «Persone dell&apos;ufficio…»)</translation>
    </message>
    <message>
        <source>done</source>
        <translation>fatto</translation>
    </message>
    <message>
        <source>to do</source>
        <translation>da fare</translation>
    </message>
    <message>
        <source>Your chat with the bot is there. Now send the notice.</source>
        <translation>La tua chat con il bot c&apos;è. Ora manda l&apos;avviso.</translation>
    </message>
    <message>
        <source>{service} took the notice. Look at your phone: is it there?</source>
        <translation>{service} ha preso l&apos;avviso. Guarda il telefono: è arrivato?</translation>
    </message>
    <message>
        <source>WhatsApp did not deliver the notice: {why}</source>
        <translation>WhatsApp non ha consegnato l&apos;avviso: {why}</translation>
    </message>
    <message>
        <source>WhatsApp delivered the notice to your phone.</source>
        <translation>WhatsApp ha consegnato l&apos;avviso al tuo telefono.</translation>
    </message>
    <message>
        <source>Poster for citizens</source>
        <translation>Locandina per i cittadini</translation>
    </message>
    <message>
        <source>The file cannot be written there. Choose another folder.</source>
        <translation>Lì il file non si può scrivere. Scegli un&apos;altra cartella.</translation>
    </message>
</context>
<context>
    <name>Trials</name>
    <message>
        <source>Trials</source>
        <translation>Prove</translation>
    </message>
    <message>
        <source>Back to the history</source>
        <translation>Torna allo storico</translation>
    </message>
    <message>
        <source>Messages that the set-up sent to the office&apos;s own phone, and to nobody else. They are no notices: they count in no number, statistic or month.</source>
        <translation>Messaggi che la configurazione guidata ha mandato al telefono dell&apos;ente, e a nessun altro. Non sono comunicazioni: non contano in nessun numero, statistica o mese.</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Data</translation>
    </message>
    <message>
        <source>Trial</source>
        <translation>Prova</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>Canale</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Esito</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Chi</translation>
    </message>
    <message>
        <source>TRIAL: {text}</source>
        <translation>PROVA: {text}</translation>
    </message>
    <message>
        <source>read</source>
        <translation>letto</translation>
    </message>
    <message>
        <source>arrived: seen on the phone</source>
        <translation>arrivata: vista sul telefono</translation>
    </message>
    <message>
        <source>delivered</source>
        <translation>consegnato</translation>
    </message>
    <message>
        <source>not delivered: {why}</source>
        <translation>non consegnato: {why}</translation>
    </message>
    <message>
        <source>not delivered</source>
        <translation>non consegnato</translation>
    </message>
    <message>
        <source>taken by the service</source>
        <translation>presa in carico dal servizio</translation>
    </message>
    <message>
        <source>did not go out</source>
        <translation>non partita</translation>
    </message>
    <message>
        <source>nobody knows</source>
        <translation>non si sa</translation>
    </message>
</context>
<context>
    <name>UndoStrip</name>
    <message>
        <source>&amp;Do not send it</source>
        <translation>Annulla l&apos;invi&amp;o</translation>
    </message>
    <message>
        <source>Send it at &amp;once</source>
        <translation>Invia su&amp;bito</translation>
    </message>
    <message numerus="yes">
        <source>“{title}” goes out in %n second(s).</source>
        <translation>
            <numerusform>«{title}» parte tra %n secondo.</numerusform>
            <numerusform>«{title}» parte tra %n secondi.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Goes out in %n second(s).</source>
        <translation>
            <numerusform>Parte tra %n secondo.</numerusform>
            <numerusform>Parte tra %n secondi.</numerusform>
        </translation>
    </message>
    <message>
        <source>Not sent. Nobody got it.</source>
        <translation>Invio annullato: non è arrivata a nessuno.</translation>
    </message>
</context>
<context>
    <name>UnknownOutcomes</name>
    <message>
        <source>Back to the history</source>
        <translation>Torna allo storico</translation>
    </message>
    <message>
        <source>Unknown outcomes</source>
        <translation>Esiti incerti</translation>
    </message>
    <message>
        <source>Deliveries of unknown outcome</source>
        <translation>Messaggi con esito incerto</translation>
    </message>
    <message>
        <source>Recipient</source>
        <translation>Destinatario</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>Canale</translation>
    </message>
    <message>
        <source>Notice</source>
        <translation>Comunicazione</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>Da quando</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Perché</translation>
    </message>
    <message>
        <source>Nothing to settle</source>
        <translation>Nulla da decidere</translation>
    </message>
    <message>
        <source>Of every delivery it is known how it ended.</source>
        <translation>Di ogni messaggio si sa com&apos;è andato.</translation>
    </message>
    <message>
        <source>It &amp;arrived</source>
        <translation>È &amp;arrivato</translation>
    </message>
    <message>
        <source>&amp;Send again</source>
        <translation>&amp;Invia di nuovo</translation>
    </message>
    <message>
        <source>&amp;Leave it unknown</source>
        <translation>&amp;Lascia così</translation>
    </message>
    <message>
        <source>&amp;Choose all</source>
        <translation>Scegli &amp;tutti</translation>
    </message>
    <message>
        <source>Show the &amp;number</source>
        <translation>Mostra il &amp;numero</translation>
    </message>
    <message numerus="yes">
        <source>all %Ln delivery(ies)</source>
        <translation>
            <numerusform>%Ln recapito</numerusform>
            <numerusform>tutti i %Ln recapiti</numerusform>
        </translation>
    </message>
    <message>
        <source>Number: {number}. That you looked at it is noted in the register.</source>
        <translation>Numero: {number}. È annotato nel registro che l&apos;hai visto.</translation>
    </message>
    <message numerus="yes">
        <source>Did %Ln delivery(ies) arrive?</source>
        <translation>
            <numerusform>%Ln messaggio è arrivato?</numerusform>
            <numerusform>%Ln messaggi sono arrivati?</numerusform>
        </translation>
    </message>
    <message>
        <source>They count as sent then, and leave this list. You can take it back here.</source>
        <translation>Allora contano come inviati ed escono da questo elenco. Puoi annullare la scelta da qui.</translation>
    </message>
    <message>
        <source>They &amp;arrived</source>
        <translation>Sono &amp;arrivati</translation>
    </message>
    <message>
        <source>&amp;Change nothing</source>
        <translation>&amp;Non cambiare nulla</translation>
    </message>
    <message numerus="yes">
        <source>Leave %Ln delivery(ies) unknown?</source>
        <translation>
            <numerusform>Lasciare %Ln messaggio senza esito?</numerusform>
            <numerusform>Lasciare %Ln messaggi senza esito?</numerusform>
        </translation>
    </message>
    <message>
        <source>They are not sent again, and leave this list. You can take it back here.</source>
        <translation>Non vengono inviati di nuovo ed escono da questo elenco. Puoi annullare la scelta da qui.</translation>
    </message>
    <message>
        <source>&amp;Leave them unknown</source>
        <translation>&amp;Lascia senza esito</translation>
    </message>
    <message>
        <source>What of the notice still waits in the queue goes out too.</source>
        <translation>Parte anche quello che della comunicazione è ancora in coda.</translation>
    </message>
    <message numerus="yes">
        <source>Send %Ln delivery(ies) again?</source>
        <translation>
            <numerusform>Inviare di nuovo %Ln messaggio?</numerusform>
            <numerusform>Inviare di nuovo %Ln messaggi?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln delivery(ies) count as arrived.</source>
        <translation>
            <numerusform>%Ln messaggio risulta arrivato.</numerusform>
            <numerusform>%Ln messaggi risultano arrivati.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln delivery(ies) go out again.</source>
        <translation>
            <numerusform>%Ln messaggio parte di nuovo.</numerusform>
            <numerusform>%Ln messaggi partono di nuovo.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln delivery(ies) stay unknown.</source>
        <translation>
            <numerusform>%Ln messaggio resta senza esito.</numerusform>
            <numerusform>%Ln messaggi restano senza esito.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln had an outcome by now and kept it.</source>
        <translation>
            <numerusform>%Ln nel frattempo aveva già un esito e lo mantiene.</numerusform>
            <numerusform>%Ln nel frattempo avevano già un esito e lo mantengono.</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Take it back: {what} ({moment})</source>
        <translation>Annulla la &amp;scelta: {what} ({moment})</translation>
    </message>
    <message numerus="yes">
        <source>Taken back: %Ln delivery(ies) are in this list again.</source>
        <translation>
            <numerusform>Annullato: %Ln messaggio è di nuovo in questo elenco.</numerusform>
            <numerusform>Annullato: %Ln messaggi sono di nuovo in questo elenco.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln stay as they are: something else has happened since.</source>
        <translation>
            <numerusform>%Ln resta com&apos;è: nel frattempo è successo altro.</numerusform>
            <numerusform>%Ln restano come sono: nel frattempo è successo altro.</numerusform>
        </translation>
    </message>
    <message>
        <source>If the first one arrived after all, these people get the notice twice.</source>
        <translation>Se il primo invio era arrivato, queste persone ricevono la comunicazione due volte.</translation>
    </message>
    <message>
        <source>Nobody knows whether these arrived: their sending broke off, or they came back with a backup. The program never sends them again by itself. On Telegram, look in the channel. On WhatsApp, ask the person if you can; otherwise leave it as it is: better than a double. You can choose several rows.</source>
        <translation>Di questi messaggi non si sa se sono arrivati: l&apos;invio si è interrotto, oppure sono tornati con una copia di sicurezza. Il programma non li rimanda mai da solo. Per Telegram guarda nel canale. Per WhatsApp chiedi alla persona, se puoi; altrimenti lascia così: meglio di un doppione. Puoi scegliere più righe.</translation>
    </message>
    <message>
        <source>&amp;Do not send</source>
        <translation>&amp;Non inviare</translation>
    </message>
</context>
<context>
    <name>WaitingRequests</name>
    <message>
        <source>&amp;Look and decide…</source>
        <translation>&amp;Guarda e decidi…</translation>
    </message>
    <message>
        <source>“{title}”, by {author}: {how}</source>
        <translation>«{title}», di {author}: {how}</translation>
    </message>
    <message>
        <source>“{title}”, by {author}, was altered in the archive and cannot go out.</source>
        <translation>«{title}», di {author}, è stata alterata nell&apos;archivio e non può partire.</translation>
    </message>
    <message>
        <source>“{title}”, by {author}, waits for a second person until {until} ({names}).</source>
        <translation>«{title}», di {author}, aspetta una seconda persona fino alle {until} ({names}).</translation>
    </message>
    <message>
        <source>nobody may approve it</source>
        <translation>nessuno può approvarla</translation>
    </message>
</context>
<context>
    <name>WelcomeDialog</name>
    <message>
        <source>ComuneCast cannot open</source>
        <translation>ComuneCast non si può aprire</translation>
    </message>
    <message>
        <source>What happened is written in {folder}</source>
        <translation>Ciò che è successo è scritto in {folder}</translation>
    </message>
    <message>
        <source>&amp;Restore a backup…</source>
        <translation>Ri&amp;pristina da una copia…</translation>
    </message>
    <message>
        <source>Try &amp;again</source>
        <translation>&amp;Riprova</translation>
    </message>
    <message>
        <source>Open the &amp;log folder</source>
        <translation>Apri la &amp;cartella del diario</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>C&amp;hiudi</translation>
    </message>
</context>
<context>
    <name>WhatsAppStep</name>
    <message>
        <source>The town&apos;s number on WhatsApp</source>
        <translation>Il numero del Comune su WhatsApp</translation>
    </message>
    <message>
        <source>Meta wants a few things first, in the order of the list below; each has its page. Once you have the key, paste it here: everything else is found and checked by the program.</source>
        <translation>Meta vuole prima alcune cose, nell&apos;ordine dell&apos;elenco qui sotto; ognuna ha la sua pagina. Quando hai la chiave incollala qui: tutto il resto lo trova e lo controlla il programma.</translation>
    </message>
    <message>
        <source>What Meta wants, and how far it is</source>
        <translation>Che cosa vuole Meta, e a che punto è</translation>
    </message>
    <message>
        <source>Check with &amp;Meta</source>
        <translation>Controlla da &amp;Meta</translation>
    </message>
    <message>
        <source>1. The key</source>
        <translation>1. La chiave</translation>
    </message>
    <message>
        <source>The key is there.</source>
        <translation>La chiave c&apos;è.</translation>
    </message>
    <message>
        <source>&amp;Key of the system user</source>
        <translation>&amp;Chiave dell&apos;utente di sistema</translation>
    </message>
    <message>
        <source>It is kept where this computer keeps passwords, and is not shown again.</source>
        <translation>Viene conservata dove questo computer tiene le password, e non viene più mostrata.</translation>
    </message>
    <message>
        <source>Address of the &amp;service</source>
        <translation>Indirizzo del &amp;servizio</translation>
    </message>
    <message>
        <source>Only for tests and proxies; leave it empty otherwise.</source>
        <translation>Solo per prove e proxy; altrimenti lascialo vuoto.</translation>
    </message>
    <message>
        <source>Check the ke&amp;y</source>
        <translation>Controlla la c&amp;hiave</translation>
    </message>
    <message>
        <source>Another &amp;address…</source>
        <translation>Un altro &amp;indirizzo…</translation>
    </message>
    <message>
        <source>&amp;Use another key…</source>
        <translation>&amp;Usa un&apos;altra chiave…</translation>
    </message>
    <message>
        <source>2. The number</source>
        <translation>2. Il numero</translation>
    </message>
    <message>
        <source>Numbers that the key may use</source>
        <translation>Numeri che la chiave può usare</translation>
    </message>
    <message>
        <source>Co&amp;de of the WhatsApp account</source>
        <translation>Codice dell&apos;acc&amp;ount WhatsApp</translation>
    </message>
    <message>
        <source>Meta did not say which accounts the key may use. The code stands in WhatsApp Manager, in the settings.</source>
        <translation>Meta non ha detto quali account la chiave può usare. Il codice è in WhatsApp Manager, nelle impostazioni.</translation>
    </message>
    <message>
        <source>&amp;Find its numbers</source>
        <translation>&amp;Trova i suoi numeri</translation>
    </message>
    <message>
        <source>Choose an&amp;other number…</source>
        <translation>Scegli un altro &amp;numero…</translation>
    </message>
    <message>
        <source>3. Registration</source>
        <translation>3. Registrazione</translation>
    </message>
    <message>
        <source>The number has to be registered once, with a PIN of six digits. If it has one already, it is that one; otherwise choose one and note it on paper, beside the recovery words.</source>
        <translation>Il numero va registrato una volta, con un PIN di sei cifre. Se ne ha già uno, è quello; altrimenti scegline uno e scrivilo su carta, accanto alle parole di recupero.</translation>
    </message>
    <message>
        <source>&amp;PIN of the number</source>
        <translation>&amp;PIN del numero</translation>
    </message>
    <message>
        <source>It goes to Meta alone and is kept nowhere.</source>
        <translation>Va solo a Meta e non viene conservato da nessuna parte.</translation>
    </message>
    <message>
        <source>&amp;Register the number</source>
        <translation>&amp;Registra il numero</translation>
    </message>
    <message>
        <source>Nobody remembers it: se&amp;t this one</source>
        <translation>Nessuno lo ricorda: imposta &amp;questo</translation>
    </message>
    <message>
        <source>Messages go out from {number}.</source>
        <translation>I messaggi partono da {number}.</translation>
    </message>
    <message numerus="yes">
        <source>%n number(s) found</source>
        <translation>
            <numerusform>%n numero trovato</numerusform>
            <numerusform>%n numeri trovati</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) are still open before messages can go out.</source>
        <translation>
            <numerusform>%n cosa è ancora aperta prima che i messaggi possano partire.</numerusform>
            <numerusform>%n cose sono ancora aperte prima che i messaggi possano partire.</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing keeps messages back.</source>
        <translation>Niente trattiene i messaggi.</translation>
    </message>
    <message>
        <source>The number is registered.</source>
        <translation>Il numero è registrato.</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>Queued</source>
        <translation>In coda</translation>
    </message>
    <message>
        <source>Being sent</source>
        <translation>In invio</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Inviato</translation>
    </message>
    <message>
        <source>Held by Meta</source>
        <translation>Trattenuto da Meta</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Non riuscito</translation>
    </message>
    <message>
        <source>Unknown outcome</source>
        <translation>Esito incerto</translation>
    </message>
    <message>
        <source>Delivered</source>
        <translation>Consegnato</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>Letto</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Annullato</translation>
    </message>
    <message>
        <source>Not wanted any more</source>
        <translation>Non più voluto</translation>
    </message>
    <message>
        <source>Too late</source>
        <translation>Scaduto</translation>
    </message>
    <message>
        <source>service notices</source>
        <translation>avvisi di servizio</translation>
    </message>
    <message>
        <source>promotional</source>
        <translation>promozionali</translation>
    </message>
    <message>
        <source>answers</source>
        <translation>risposte</translation>
    </message>
    <message>
        <source>no answer in time</source>
        <translation>nessuna risposta in tempo</translation>
    </message>
    <message>
        <source>the connection broke</source>
        <translation>la connessione è caduta</translation>
    </message>
    <message>
        <source>the service had a fault</source>
        <translation>il servizio ha avuto un guasto</translation>
    </message>
    <message>
        <source>something else answered</source>
        <translation>ha risposto qualcos&apos;altro</translation>
    </message>
    <message>
        <source>an answer that makes no sense</source>
        <translation>una risposta senza senso</translation>
    </message>
    <message>
        <source>the program or the computer stopped</source>
        <translation>il programma o il computer si è fermato</translation>
    </message>
    <message>
        <source>a fault of the program</source>
        <translation>un guasto del programma</translation>
    </message>
    <message>
        <source>it may have gone out after the backup was made</source>
        <translation>forse partito dopo la copia</translation>
    </message>
    <message>
        <source>It waits for a second person.</source>
        <translation>Aspetta una seconda persona.</translation>
    </message>
    <message>
        <source>{name} approved it.</source>
        <translation>L&apos;ha approvata {name}.</translation>
    </message>
    <message>
        <source>{name} sent it as an emergency, without a second person.</source>
        <translation>L&apos;ha inviata in emergenza {name}, senza una seconda persona.</translation>
    </message>
    <message>
        <source>{name} refused it.</source>
        <translation>L&apos;ha rifiutata {name}.</translation>
    </message>
    <message>
        <source>{author} took it back.</source>
        <translation>L&apos;ha ritirata {author}.</translation>
    </message>
    <message>
        <source>Nobody answered in time.</source>
        <translation>Nessuno ha risposto in tempo.</translation>
    </message>
    <message>
        <source>It could not go out any more as it was: another version took its place, or something changed.</source>
        <translation>Così com&apos;era non poteva più partire: è stata sostituita da un&apos;altra versione, o qualcosa è cambiato.</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>Attivo</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>Uscito</translation>
    </message>
    <message>
        <source>To be checked</source>
        <translation>Da verificare</translation>
    </message>
    <message>
        <source>Getting ready</source>
        <translation>Preparazione</translation>
    </message>
    <message>
        <source>Sending</source>
        <translation>Invio in corso</translation>
    </message>
    <message>
        <source>Waiting for the service</source>
        <translation>In attesa del servizio</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>In pausa</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>Si sta fermando</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Fermato</translation>
    </message>
    <message>
        <source>Not sending: something must be mended</source>
        <translation>Non invia: c&apos;è qualcosa da sistemare</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>Finito</translation>
    </message>
    <message>
        <source>not yet sent to Meta</source>
        <translation>non ancora mandato a Meta</translation>
    </message>
    <message>
        <source>approved by Meta</source>
        <translation>approvato da Meta</translation>
    </message>
    <message>
        <source>being looked at by Meta</source>
        <translation>in esame da Meta</translation>
    </message>
    <message>
        <source>rejected by Meta</source>
        <translation>rifiutato da Meta</translation>
    </message>
    <message>
        <source>paused by Meta</source>
        <translation>sospeso da Meta</translation>
    </message>
    <message>
        <source>disabled by Meta</source>
        <translation>disattivato da Meta</translation>
    </message>
    <message>
        <source>not approved by Meta</source>
        <translation>non approvato da Meta</translation>
    </message>
    <message>
        <source>service price</source>
        <translation>tariffa di servizio</translation>
    </message>
    <message>
        <source>promotional price</source>
        <translation>tariffa promozionale</translation>
    </message>
    <message>
        <source>{cents} cents</source>
        <translation>{cents} centesimi</translation>
    </message>
    <message>
        <source>high</source>
        <translation>alta</translation>
    </message>
    <message>
        <source>medium</source>
        <translation>media</translation>
    </message>
    <message>
        <source>low</source>
        <translation>bassa</translation>
    </message>
    <message>
        <source>not yet known</source>
        <translation>non ancora nota</translation>
    </message>
    <message>
        <source>{service}, channel {name}</source>
        <translation>{service}, canale {name}</translation>
    </message>
    <message>
        <source>€{amount}</source>
        <translation>{amount} €</translation>
    </message>
    <message>
        <source>“{text}”</source>
        <translation>«{text}»</translation>
    </message>
    <message>
        <source>subscribed</source>
        <translation>iscrizione</translation>
    </message>
    <message>
        <source>subscribed, noted by the office</source>
        <translation>iscrizione annotata dall&apos;ente</translation>
    </message>
    <message>
        <source>chose what to receive</source>
        <translation>scelta di che cosa ricevere</translation>
    </message>
    <message>
        <source>left</source>
        <translation>uscita</translation>
    </message>
    <message>
        <source>erased on request</source>
        <translation>cancellazione su richiesta</translation>
    </message>
    <message>
        <source>everything</source>
        <translation>tutto</translation>
    </message>
    <message>
        <source>zone {names}</source>
        <translation>zona {names}</translation>
    </message>
    <message>
        <source>zones {names}</source>
        <translation>zone {names}</translation>
    </message>
    <message>
        <source>all zones but {names}</source>
        <translation>tutte le zone tranne {names}</translation>
    </message>
    <message>
        <source>no single zone</source>
        <translation>solo per tutto il Comune</translation>
    </message>
    <message>
        <source>topic {names}</source>
        <translation>argomento {names}</translation>
    </message>
    <message>
        <source>topics {names}</source>
        <translation>argomenti {names}</translation>
    </message>
    <message>
        <source>all topics but {names}</source>
        <translation>tutti gli argomenti tranne {names}</translation>
    </message>
    <message>
        <source>none of the topics</source>
        <translation>nessuno degli argomenti a scelta</translation>
    </message>
    <message>
        <source>number that ends with {digits}</source>
        <translation>numero che finisce con {digits}</translation>
    </message>
    <message>
        <source>less than a minute</source>
        <translation>meno di un minuto</translation>
    </message>
    <message>
        <source>about {minutes} min</source>
        <translation>circa {minutes} min</translation>
    </message>
    <message>
        <source>about {hours} h {minutes} min</source>
        <translation>circa {hours} h {minutes} min</translation>
    </message>
    <message>
        <source>a moment ago</source>
        <translation>un momento fa</translation>
    </message>
    <message>
        <source>{n} min ago</source>
        <translation>{n} min fa</translation>
    </message>
    <message>
        <source>{n} h ago</source>
        <translation>{n} h fa</translation>
    </message>
    <message>
        <source>one day ago</source>
        <translation>un giorno fa</translation>
    </message>
    <message>
        <source>{n} days ago</source>
        <translation>{n} giorni fa</translation>
    </message>
    <message>
        <source>{day} at {hour}</source>
        <translation>{day} alle {hour}</translation>
    </message>
    <message>
        <source>queued</source>
        <comment>one</comment>
        <translation>in coda</translation>
    </message>
    <message>
        <source>queued</source>
        <comment>many</comment>
        <translation>in coda</translation>
    </message>
    <message>
        <source>sent</source>
        <comment>one</comment>
        <translation>inviato</translation>
    </message>
    <message>
        <source>sent</source>
        <comment>many</comment>
        <translation>inviati</translation>
    </message>
    <message>
        <source>delivered</source>
        <comment>one</comment>
        <translation>consegnato</translation>
    </message>
    <message>
        <source>delivered</source>
        <comment>many</comment>
        <translation>consegnati</translation>
    </message>
    <message>
        <source>failed</source>
        <comment>one</comment>
        <translation>non riuscito</translation>
    </message>
    <message>
        <source>failed</source>
        <comment>many</comment>
        <translation>non riusciti</translation>
    </message>
    <message>
        <source>with unknown outcome</source>
        <comment>one</comment>
        <translation>con esito incerto</translation>
    </message>
    <message>
        <source>with unknown outcome</source>
        <comment>many</comment>
        <translation>con esito incerto</translation>
    </message>
    <message>
        <source>not sent</source>
        <comment>one</comment>
        <translation>non inviato</translation>
    </message>
    <message>
        <source>not sent</source>
        <comment>many</comment>
        <translation>non inviati</translation>
    </message>
    <message>
        <source>{number} being sent</source>
        <translation>{number} in partenza</translation>
    </message>
    <message>
        <source>sent to 1 person on {channel}</source>
        <translation>inviato a 1 persona su {channel}</translation>
    </message>
    <message>
        <source>sent to {count} people on {channel}</source>
        <translation>inviato a {count} persone su {channel}</translation>
    </message>
    <message>
        <source>published on {channel}</source>
        <translation>pubblicato su {channel}</translation>
    </message>
    <message>
        <source>Empty the field</source>
        <translation>Svuota il campo</translation>
    </message>
</context>
<context>
    <name>WordsField</name>
    <message>
        <source>&amp;Words on the paper</source>
        <translation>P&amp;arole sul foglio</translation>
    </message>
    <message>
        <source>Words on the paper</source>
        <translation>Parole sul foglio</translation>
    </message>
    <message>
        <source>Separated by blanks; the first four letters of each are enough</source>
        <translation>Separate da spazi; di ognuna bastano le prime quattro lettere</translation>
    </message>
</context>
<context>
    <name>WorkBar</name>
    <message>
        <source>&amp;Stop</source>
        <translation>&amp;Ferma</translation>
    </message>
</context>
<context>
    <name>WritingPage</name>
    <message>
        <source>The notice</source>
        <translation>La comunicazione</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Testo</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>Anteprima</translation>
    </message>
    <message>
        <source>What to show</source>
        <translation>Che cosa mostrare</translation>
    </message>
    <message>
        <source>The notice&apos;s fields</source>
        <translation>Campi della comunicazione</translation>
    </message>
    <message>
        <source>Previews and problems</source>
        <translation>Anteprime e cose da controllare</translation>
    </message>
    <message>
        <source>Choose at least one channel.</source>
        <translation>Scegli almeno un canale.</translation>
    </message>
    <message>
        <source>Tick at least one zone, or choose the whole town.</source>
        <translation>Spunta almeno una zona, oppure scegli tutto il Comune.</translation>
    </message>
    <message numerus="yes">
        <source>{channel}, %Ln person(s)</source>
        <translation>
            <numerusform>{channel}, %Ln persona</numerusform>
            <numerusform>{channel}, %Ln persone</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to correct</source>
        <translation>
            <numerusform>%n errore da correggere</numerusform>
            <numerusform>%n errori da correggere</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s)</source>
        <translation>
            <numerusform>%n punto da guardare</numerusform>
            <numerusform>%n punti da guardare</numerusform>
        </translation>
    </message>
    <message>
        <source>Ready to send</source>
        <translation>Pronta per l&apos;invio</translation>
    </message>
    <message>
        <source>Filled in from the text that you pasted. Beside each field stand the words it came from: look at all of them. Nothing was sent.</source>
        <translation>Campi riempiti dal testo che hai incollato. Accanto a ognuno ci sono le parole da cui viene: guardali tutti. Non è stato inviato nulla.</translation>
    </message>
    <message>
        <source>A moment: looking whether it can go out…</source>
        <translation>Un momento: controllo che possa partire…</translation>
    </message>
    <message>
        <source>Getting ready to send…</source>
        <translation>Preparo l&apos;invio…</translation>
    </message>
    <message>
        <source>Fill with the e&amp;xample</source>
        <translation>Riempi con l&apos;&amp;esempio</translation>
    </message>
    <message>
        <source>Change &amp;subject</source>
        <translation>Cambia ar&amp;gomento</translation>
    </message>
    <message>
        <source>&amp;Back to the text</source>
        <translation>&amp;Torna al testo</translation>
    </message>
    <message>
        <source>Se&amp;nd…</source>
        <translation>&amp;Invia…</translation>
    </message>
    <message>
        <source>Send &amp;later…</source>
        <translation>Invia &amp;più tardi…</translation>
    </message>
</context>
<context>
    <name>YesNoEditor</name>
    <message>
        <source>Yes</source>
        <translation>Sì</translation>
    </message>
</context>
<context>
    <name>ZonePicker</name>
    <message>
        <source>For whom</source>
        <translation>Per chi</translation>
    </message>
    <message>
        <source>On WhatsApp, whoever chose a zone gets only what is for it and what is for the whole town.</source>
        <translation>Su WhatsApp chi ha scelto una zona riceve solo gli avvisi per quella e per tutto il Comune.</translation>
    </message>
    <message>
        <source>The whole town</source>
        <translation>Tutto il Comune</translation>
    </message>
    <message>
        <source>Only some zones</source>
        <translation>Solo alcune zone</translation>
    </message>
    <message>
        <source>Zone {zone}</source>
        <translation>Zona {zone}</translation>
    </message>
    <message>
        <source>Tick at least one zone.</source>
        <translation>Spunta almeno una zona.</translation>
    </message>
</context>
<context>
    <name>_Code</name>
    <message>
        <source>QR code of the office key</source>
        <translation>Codice QR della chiave dell&apos;ente</translation>
    </message>
</context>
<context>
    <name>_LaneRow</name>
    <message>
        <source>Progress of {channel}</source>
        <translation>Avanzamento di {channel}</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} di {total}</translation>
    </message>
    <message>
        <source>{rate} a second</source>
        <translation>{rate} persone al secondo</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>tempo rimasto: {time}</translation>
    </message>
    <message>
        <source>next try at {time}</source>
        <translation>nuovo tentativo alle {time}</translation>
    </message>
    <message>
        <source>next try on {moment}</source>
        <translation>nuovo tentativo il {moment}</translation>
    </message>
</context>
</TS>
