<#import "template.ftl" as layout>
<@layout.emailLayout>
<p>${msg("magento.mail.sign-in-hint.intro")}</p>
<p>${msg("magento.mail.account")} <b><bdi>${accountName}</bdi></b></p>
<p>${msg("magento.mail.sign-in-hint.why")}</p>
<p><a href="${link}">${msg("magento.mail.sign-in-hint.link")}</a></p>
<p>${msg("magento.mail.sign-in-hint.forgot")}</p>
<p>${msg("magento.mail.sign-in-hint.not-you")}</p>
</@layout.emailLayout>
