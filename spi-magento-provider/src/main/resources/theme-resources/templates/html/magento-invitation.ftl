<#import "template.ftl" as layout>
<@layout.emailLayout>
<p>${msg((linked!false)?then("magento.mail.invitation.intro-linked", "magento.mail.invitation.intro"))}</p>
<p>${msg("magento.mail.account")} <b><bdi>${accountName}</bdi></b></p>
<p><a href="${link}">${msg("magento.mail.invitation.link")}</a></p>
<p>${msg("magento.mail.invitation.expires", hours)}</p>
<p>${msg("magento.mail.invitation.not-you")}</p>
</@layout.emailLayout>
