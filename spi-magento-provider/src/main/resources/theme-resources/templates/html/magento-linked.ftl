<#import "template.ftl" as layout>
<@layout.emailLayout>
<p>${msg((localLoginKept!false)?then("magento.mail.linked.what-kept", "magento.mail.linked.what"))}</p>
<p>${msg("magento.mail.account")} <b><bdi>${accountName}</bdi></b><br>${msg("magento.mail.upstream")} <b><bdi>${upstreamName}</bdi></b></p>
<p>${msg("magento.mail.not-me")}</p>
</@layout.emailLayout>
