<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Banners</name>
    <message numerus="yes">
        <source>%n notices were begun and not sent; the last one was “{title}”, on {moment}.</source>
        <translation>
            <numerusform>%n notice was begun and not sent: “{title}”, on {moment}.</numerusform>
            <numerusform>%n notices were begun and not sent; the last one was “{title}”, on {moment}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n notice(s) wait for your approval.</source>
        <translation>
            <numerusform>%n notice waits for your approval.</numerusform>
            <numerusform>%n notices wait for your approval.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Sending “{title}”, of {moment}, was interrupted: %Ln message(s) are missing.</source>
        <translation>
            <numerusform>Sending “{title}”, of {moment}, was interrupted: %Ln message is missing.</numerusform>
            <numerusform>Sending “{title}”, of {moment}, was interrupted: %Ln messages are missing.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{notices} notices were interrupted: %Ln message(s) are missing.</source>
        <translation>
            <numerusform>{notices} notices were interrupted: %Ln message is missing.</numerusform>
            <numerusform>{notices} notices were interrupted: %Ln messages are missing.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Stop the %Ln message(s) still queued?</source>
        <translation>
            <numerusform>Stop the %Ln message still queued?</numerusform>
            <numerusform>Stop the %Ln messages still queued?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>It is not known whether %Ln message(s) arrived.</source>
        <translation>
            <numerusform>It is not known whether %Ln message arrived.</numerusform>
            <numerusform>It is not known whether %Ln messages arrived.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Show %n more message(s)</source>
        <translation>
            <numerusform>Show %n more message</numerusform>
            <numerusform>Show %n more messages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CalendarDialog</name>
    <message numerus="yes">
        <source>&amp;Prepare %n draft(s)</source>
        <translation>
            <numerusform>&amp;Prepare %n draft</numerusform>
            <numerusform>&amp;Prepare %n drafts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CategoryEditor</name>
    <message numerus="yes">
        <source>%n to correct</source>
        <translation>
            <numerusform>%n to correct</numerusform>
            <numerusform>%n to correct</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s)</source>
        <translation>
            <numerusform>%n warning</numerusform>
            <numerusform>%n warnings</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ChannelsField</name>
    <message numerus="yes">
        <source>%n notice(s) still wait for this channel: send them, or take them off the queue in the history, before you rename or remove it.</source>
        <translation>
            <numerusform>%n notice still waits for this channel: send it, or take it off the queue in the history, before you rename or remove it.</numerusform>
            <numerusform>%n notices still wait for this channel: send them, or take them off the queue in the history, before you rename or remove it.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Composer</name>
    <message numerus="yes">
        <source>%n error(s) to correct before sending</source>
        <translation>
            <numerusform>%n error to correct before sending</numerusform>
            <numerusform>%n errors to correct before sending</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ConfirmDialog</name>
    <message numerus="yes">
        <source>one post, %Ln follower(s)</source>
        <translation>
            <numerusform>one post, %Ln follower</numerusform>
            <numerusform>one post, %Ln followers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln person(s)</source>
        <translation>
            <numerusform>%Ln person</numerusform>
            <numerusform>%Ln people</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>&amp;Send to %Ln person(s)</source>
        <translation>
            <numerusform>&amp;Send to %Ln person</numerusform>
            <numerusform>&amp;Send to %Ln people</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and to %Ln on {service}</source>
        <translation>
            <numerusform>and to %Ln on {service}</numerusform>
            <numerusform>and to %Ln on {service}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ConflictDialog</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DeliveriesTable</name>
    <message numerus="yes">
        <source>The first %Ln delivery(ies)</source>
        <translation>
            <numerusform>The first delivery</numerusform>
            <numerusform>The first %Ln deliveries</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln delivery(ies)</source>
        <translation>
            <numerusform>%Ln delivery</numerusform>
            <numerusform>%Ln deliveries</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DraftList</name>
    <message numerus="yes">
        <source>Show %n more</source>
        <translation>
            <numerusform>Show %n more</numerusform>
            <numerusform>Show %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HistoryPage</name>
    <message numerus="yes">
        <source>%Ln notice(s) saved in {file}.</source>
        <translation>
            <numerusform>%Ln notice saved in {file}.</numerusform>
            <numerusform>%Ln notices saved in {file}.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HomePage</name>
    <message numerus="yes">
        <source>%n more notice(s) wait for your approval.</source>
        <translation>
            <numerusform>%n more notice waits for your approval.</numerusform>
            <numerusform>%n more notices wait for your approval.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more notice(s) were not sent to everybody.</source>
        <translation>
            <numerusform>%n more notice was not sent to everybody.</numerusform>
            <numerusform>%n more notices were not sent to everybody.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>It is not known whether %Ln message(s) arrived.</source>
        <translation>
            <numerusform>It is not known whether %Ln message arrived.</numerusform>
            <numerusform>It is not known whether %Ln messages arrived.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more notice(s) are not over.</source>
        <translation>
            <numerusform>%n more notice is not over.</numerusform>
            <numerusform>%n more notices are not over.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more notice(s) go out later.</source>
        <translation>
            <numerusform>%n more notice goes out later.</numerusform>
            <numerusform>%n more notices go out later.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln message(s) are still queued, since {moment}.</source>
        <translation>
            <numerusform>%Ln message is still queued, since {moment}.</numerusform>
            <numerusform>%Ln messages are still queued, since {moment}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more Telegram post(s) to look at.</source>
        <translation>
            <numerusform>%n more Telegram post to look at.</numerusform>
            <numerusform>%n more Telegram posts to look at.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more notice(s) were begun and not sent.</source>
        <translation>
            <numerusform>One more notice was begun and not sent.</numerusform>
            <numerusform>%n more notices were begun and not sent.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>And %n more thing(s).</source>
        <translation>
            <numerusform>And one more thing.</numerusform>
            <numerusform>And %n more things.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln did not arrive</source>
        <translation>
            <numerusform>%Ln did not arrive</numerusform>
            <numerusform>%Ln did not arrive</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>notice(s)</source>
        <translation>
            <numerusform>notice</numerusform>
            <numerusform>notices</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ImageEditor</name>
    <message numerus="yes">
        <source>%Ln page(s)</source>
        <translation>
            <numerusform>%Ln page</numerusform>
            <numerusform>%Ln pages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ImportDialog</name>
    <message numerus="yes">
        <source>{file}, %Ln row(s)</source>
        <translation>
            <numerusform>{file}, %Ln row</numerusform>
            <numerusform>{file}, %Ln rows</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln row(s) need attention</source>
        <translation>
            <numerusform>%Ln row needs attention</numerusform>
            <numerusform>%Ln rows need attention</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln to add</source>
        <translation>
            <numerusform>%Ln to add</numerusform>
            <numerusform>%Ln to add</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln already here</source>
        <translation>
            <numerusform>%Ln already here</numerusform>
            <numerusform>%Ln already here</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln who left in the past</source>
        <translation>
            <numerusform>%Ln who left in the past</numerusform>
            <numerusform>%Ln who left in the past</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln refused</source>
        <translation>
            <numerusform>%Ln refused</numerusform>
            <numerusform>%Ln refused</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln doubtful</source>
        <translation>
            <numerusform>%Ln doubtful</numerusform>
            <numerusform>%Ln doubtful</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln person(s) added</source>
        <translation>
            <numerusform>%Ln person added</numerusform>
            <numerusform>%Ln people added</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln row(s) were not imported: they are listed here.</source>
        <translation>
            <numerusform>%Ln row were not imported: they are listed here.</numerusform>
            <numerusform>%Ln rows were not imported: they are listed here.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>&amp;Import %Ln person(s)</source>
        <translation>
            <numerusform>&amp;Import %Ln person</numerusform>
            <numerusform>&amp;Import %Ln people</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MistakeDialog</name>
    <message numerus="yes">
        <source>%Ln message(s) still queued will be stopped.</source>
        <translation>
            <numerusform>%Ln message still queued will be stopped.</numerusform>
            <numerusform>%Ln messages still queued will be stopped.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>On WhatsApp %Ln person(s) have it already, or may have it. Nobody can call a WhatsApp message back: they get a correction.</source>
        <translation>
            <numerusform>On WhatsApp %Ln person has it already, or may have it. Nobody can call a WhatsApp message back: they get a correction.</numerusform>
            <numerusform>On WhatsApp %Ln people have it already, or may have it. Nobody can call a WhatsApp message back: they get a correction.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>NoticePage</name>
    <message numerus="yes">
        <source>&amp;Retry %Ln failed delivery(ies)</source>
        <translation>
            <numerusform>&amp;Retry %Ln failed delivery</numerusform>
            <numerusform>&amp;Retry %Ln failed deliveries</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>&amp;Do not send %Ln queued…</source>
        <translation>
            <numerusform>&amp;Do not send %Ln queued…</numerusform>
            <numerusform>&amp;Do not send %Ln queued…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln other failed delivery(ies) would only fail again, or what followed has gone out there: it is left alone.</source>
        <translation>
            <numerusform>%Ln other failed delivery would only fail again, or what followed has gone out there: it is left alone.</numerusform>
            <numerusform>%Ln other failed deliveries would only fail again, or what followed has gone out there: they are left alone.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Stop the %Ln message(s) still queued?</source>
        <translation>
            <numerusform>Stop the %Ln message still queued?</numerusform>
            <numerusform>Stop the %Ln messages still queued?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>&amp;Settle %Ln unknown outcome(s)</source>
        <translation>
            <numerusform>&amp;Settle %Ln unknown outcome</numerusform>
            <numerusform>&amp;Settle %Ln unknown outcomes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln person(s)</source>
        <translation>
            <numerusform>%Ln person</numerusform>
            <numerusform>%Ln people</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Send %Ln &amp;queued…</source>
        <translation>
            <numerusform>Send %Ln &amp;queued…</numerusform>
            <numerusform>Send %Ln &amp;queued…</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OfficeStep</name>
    <message numerus="yes">
        <source> and %n more</source>
        <translation>
            <numerusform> and %n more</numerusform>
            <numerusform> and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n street(s) read; look them over, then keep.</source>
        <translation>
            <numerusform>%n street read; look it over, then keep.</numerusform>
            <numerusform>%n streets read; look them over, then keep.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n town(s) found</source>
        <translation>
            <numerusform>%n town found</numerusform>
            <numerusform>%n towns found</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RestoreDialog</name>
    <message numerus="yes">
        <source>%Ln change(s)</source>
        <translation>
            <numerusform>%Ln change</numerusform>
            <numerusform>%Ln changes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %Ln more</source>
        <translation>
            <numerusform>and %Ln more</numerusform>
            <numerusform>and %Ln more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SentPage</name>
    <message numerus="yes">
        <source>%Ln message(s) stay queued.</source>
        <translation>
            <numerusform>%Ln message stay queued.</numerusform>
            <numerusform>%Ln messages stay queued.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Sent to %Ln recipient(s)</source>
        <translation>
            <numerusform>Sent to %Ln recipient</numerusform>
            <numerusform>Sent to %Ln recipients</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln recipient(s) need a look: open it in the history.</source>
        <translation>
            <numerusform>%Ln recipient need a look: open it in the history.</numerusform>
            <numerusform>%Ln recipients need a look: open it in the history.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message numerus="yes">
        <source>%n part(s) do not work.</source>
        <translation>
            <numerusform>%n part does not work.</numerusform>
            <numerusform>%n parts do not work.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Everything works; %n part(s) to look at.</source>
        <translation>
            <numerusform>Everything works; %n part to look at.</numerusform>
            <numerusform>Everything works; %n parts to look at.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StreetField</name>
    <message numerus="yes">
        <source>%n street(s) known</source>
        <translation>
            <numerusform>%n street known</numerusform>
            <numerusform>%n streets known</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SubscribersPage</name>
    <message numerus="yes">
        <source>%Ln person(s)</source>
        <translation>
            <numerusform>%Ln person</numerusform>
            <numerusform>%Ln people</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln left</source>
        <translation>
            <numerusform>%Ln left</numerusform>
            <numerusform>%Ln left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln person(s) saved in {file}.</source>
        <translation>
            <numerusform>%Ln person saved in {file}.</numerusform>
            <numerusform>%Ln people saved in {file}.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TemplatesPage</name>
    <message numerus="yes">
        <source>Meta still has %n text(s) of this subject. They cost nothing there. Once deleted, the same text cannot be submitted again for 30 days, and on WhatsApp nothing can follow with it what was sent.</source>
        <translation>
            <numerusform>Meta still has %n text of this subject. It costs nothing there. Once deleted, the same text cannot be submitted again for 30 days, and on WhatsApp nothing can follow with it what was sent.</numerusform>
            <numerusform>Meta still has %n texts of this subject. They cost nothing there. Once deleted, the same texts cannot be submitted again for 30 days, and on WhatsApp nothing can follow with them what was sent.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n text(s) deleted at Meta.</source>
        <translation>
            <numerusform>%n text deleted at Meta.</numerusform>
            <numerusform>%n texts deleted at Meta.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Send %n text(s) to Meta?</source>
        <translation>
            <numerusform>Send %n text to Meta?</numerusform>
            <numerusform>Send %n texts to Meta?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n text(s) sent to Meta.</source>
        <translation>
            <numerusform>%n text sent to Meta.</numerusform>
            <numerusform>%n texts sent to Meta.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) put aside: the original texts hold. They are still in the folder, ending in “.wrong”.</source>
        <translation>
            <numerusform>%n file put aside: the original text holds. It is still in the folder, ending in “.wrong”.</numerusform>
            <numerusform>%n files put aside: the original texts hold. They are still in the folder, ending in “.wrong”.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TemplatesStep</name>
    <message numerus="yes">
        <source>&amp;Submit the other %n</source>
        <translation>
            <numerusform>&amp;Submit %n more</numerusform>
            <numerusform>&amp;Submit %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Goes on by itself at {time}: %n template(s) left.</source>
        <translation>
            <numerusform>Goes on by itself at {time}: %n template left.</numerusform>
            <numerusform>Goes on by itself at {time}: %n templates left.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n template(s) submitted.</source>
        <translation>
            <numerusform>%n template submitted.</numerusform>
            <numerusform>%n templates submitted.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n are left.</source>
        <translation>
            <numerusform>%n is left.</numerusform>
            <numerusform>%n are left.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>UndoStrip</name>
    <message numerus="yes">
        <source>“{title}” goes out in %n second(s).</source>
        <translation>
            <numerusform>“{title}” goes out in %n second.</numerusform>
            <numerusform>“{title}” goes out in %n seconds.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Goes out in %n second(s).</source>
        <translation>
            <numerusform>Goes out in %n second.</numerusform>
            <numerusform>Goes out in %n seconds.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>UnknownOutcomes</name>
    <message numerus="yes">
        <source>all %Ln delivery(ies)</source>
        <translation>
            <numerusform>%Ln delivery</numerusform>
            <numerusform>all %Ln deliveries</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Did %Ln delivery(ies) arrive?</source>
        <translation>
            <numerusform>Did %Ln delivery arrive?</numerusform>
            <numerusform>Did %Ln deliveries arrive?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Leave %Ln delivery(ies) unknown?</source>
        <translation>
            <numerusform>Leave %Ln delivery unknown?</numerusform>
            <numerusform>Leave %Ln deliveries unknown?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Send %Ln delivery(ies) again?</source>
        <translation>
            <numerusform>Send %Ln delivery again?</numerusform>
            <numerusform>Send %Ln deliveries again?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln delivery(ies) count as arrived.</source>
        <translation>
            <numerusform>%Ln delivery counts as arrived.</numerusform>
            <numerusform>%Ln deliveries count as arrived.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln delivery(ies) go out again.</source>
        <translation>
            <numerusform>%Ln delivery goes out again.</numerusform>
            <numerusform>%Ln deliveries go out again.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln delivery(ies) stay unknown.</source>
        <translation>
            <numerusform>%Ln delivery stays unknown.</numerusform>
            <numerusform>%Ln deliveries stay unknown.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln had an outcome by now and kept it.</source>
        <translation>
            <numerusform>%Ln had an outcome by now and kept it.</numerusform>
            <numerusform>%Ln had an outcome by now and kept it.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Taken back: %Ln delivery(ies) are in this list again.</source>
        <translation>
            <numerusform>Taken back: %Ln delivery is in this list again.</numerusform>
            <numerusform>Taken back: %Ln deliveries are in this list again.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln stay as they are: something else has happened since.</source>
        <translation>
            <numerusform>%Ln stays as it is: something else has happened since.</numerusform>
            <numerusform>%Ln stay as they are: something else has happened since.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>WhatsAppStep</name>
    <message numerus="yes">
        <source>%n number(s) found</source>
        <translation>
            <numerusform>%n number found</numerusform>
            <numerusform>%n numbers found</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) are still open before messages can go out.</source>
        <translation>
            <numerusform>%n thing is still open before messages can go out.</numerusform>
            <numerusform>%n things are still open before messages can go out.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>WritingPage</name>
    <message numerus="yes">
        <source>{channel}, %Ln person(s)</source>
        <translation>
            <numerusform>{channel}, %Ln person</numerusform>
            <numerusform>{channel}, %Ln people</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to correct</source>
        <translation>
            <numerusform>%n to correct</numerusform>
            <numerusform>%n to correct</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s)</source>
        <translation>
            <numerusform>%n warning</numerusform>
            <numerusform>%n warnings</numerusform>
        </translation>
    </message>
</context>
</TS>
