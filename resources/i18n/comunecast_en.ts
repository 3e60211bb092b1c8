<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Banners</name>
    <message numerus="yes">
        <source>%n delivery(ies) of an earlier session are still queued. Are they still right? Send them or cancel them.</source>
        <translation>
            <numerusform>%n delivery of an earlier session is still queued. Is it still right? Send it or cancel it.</numerusform>
            <numerusform>%n deliveries of an earlier session are still queued. Are they still right? Send them or cancel them.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Cancel %n queued delivery(ies)?</source>
        <translation>
            <numerusform>Cancel %n queued delivery?</numerusform>
            <numerusform>Cancel %n queued deliveries?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Of %n delivery(ies) nobody knows whether it arrived.</source>
        <translation>
            <numerusform>Of %n delivery nobody knows whether it arrived.</numerusform>
            <numerusform>Of %n deliveries nobody knows whether they arrived.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Composer</name>
    <message numerus="yes">
        <source>%n error(s) to mend before sending</source>
        <translation>
            <numerusform>%n error to mend before sending</numerusform>
            <numerusform>%n errors to mend before sending</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ConfirmDialog</name>
    <message numerus="yes">
        <source>one post, %n follower(s)</source>
        <translation>
            <numerusform>one post, %n follower</numerusform>
            <numerusform>one post, %n followers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n person(s)</source>
        <translation>
            <numerusform>%n person</numerusform>
            <numerusform>%n people</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>&amp;Send to %n person(s)</source>
        <translation>
            <numerusform>&amp;Send to %n person</numerusform>
            <numerusform>&amp;Send to %n people</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DeliveriesTable</name>
    <message numerus="yes">
        <source>The first %n delivery(ies)</source>
        <translation>
            <numerusform>The first delivery</numerusform>
            <numerusform>The first %n deliveries</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n delivery(ies)</source>
        <translation>
            <numerusform>%n delivery</numerusform>
            <numerusform>%n deliveries</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ImportDialog</name>
    <message numerus="yes">
        <source>{file}, %n row(s)</source>
        <translation>
            <numerusform>{file}, %n row</numerusform>
            <numerusform>{file}, %n rows</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) need attention</source>
        <translation>
            <numerusform>%n row needs attention</numerusform>
            <numerusform>%n rows need attention</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n person(s) added</source>
        <translation>
            <numerusform>%n person added</numerusform>
            <numerusform>%n people added</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>&amp;Import %n person(s)</source>
        <translation>
            <numerusform>&amp;Import %n person</numerusform>
            <numerusform>&amp;Import %n people</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>NoticePage</name>
    <message numerus="yes">
        <source>&amp;Retry %n failed delivery(ies)</source>
        <translation>
            <numerusform>&amp;Retry %n failed delivery</numerusform>
            <numerusform>&amp;Retry %n failed deliveries</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Send %n &amp;queued</source>
        <translation>
            <numerusform>Send %n &amp;queued</numerusform>
            <numerusform>Send %n &amp;queued</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>&amp;Cancel %n queued</source>
        <translation>
            <numerusform>&amp;Cancel %n queued</numerusform>
            <numerusform>&amp;Cancel %n queued</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>&amp;Settle %n unknown outcome(s)</source>
        <translation>
            <numerusform>&amp;Settle %n unknown outcome</numerusform>
            <numerusform>&amp;Settle %n unknown outcomes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SubscribersPage</name>
    <message numerus="yes">
        <source>%n person(s)</source>
        <translation>
            <numerusform>%n person</numerusform>
            <numerusform>%n people</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>WritingPage</name>
    <message numerus="yes">
        <source>{channel}, %n person(s)</source>
        <translation>
            <numerusform>{channel}, %n person</numerusform>
            <numerusform>{channel}, %n people</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to mend</source>
        <translation>
            <numerusform>%n to mend</numerusform>
            <numerusform>%n to mend</numerusform>
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
