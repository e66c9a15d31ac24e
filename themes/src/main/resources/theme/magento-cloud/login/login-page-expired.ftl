<#import "template.ftl" as layout>
<@layout.registrationLayout; section>
    <#if section = "header">
        ${msg("pageExpiredTitle")}
    <#elseif section = "form">
        <p class="instruction">${msg("magento.expired.text")}</p>
        <div class="magento-ways">
            <a id="loginContinueLink" class="${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!}" href="${url.loginAction}">${msg("magento.expired.continue")}</a>
            <a id="loginRestartLink" class="${properties.kcButtonLinkClass!} ${properties.kcButtonBlockClass!}" href="${url.loginRestartFlowUrl}">${msg("magento.expired.restart")}</a>
        </div>
    </#if>
</@layout.registrationLayout>
