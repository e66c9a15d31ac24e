<#import "template.ftl" as layout>
<@layout.emailLayout>
<p>${msg("magento.mail.proof-code.intro")}</p>
<p>${msg("magento.mail.account")} <b><bdi>${accountName}</bdi></b><br>${msg("magento.mail.upstream")} <b><bdi>${upstreamName}</bdi></b></p>
<p>${msg("magento.mail.proof-code.enter")}</p>
<h1>${code}</h1>
<p>${msg("magento.mail.proof-code.expires", minutes)}</p>
<p>${msg("magento.mail.proof-code.not-you")}</p>
</@layout.emailLayout>
