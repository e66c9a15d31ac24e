<#-- As Keycloak's page, without a place in the order of Tab that no other control has. -->
<#import "template.ftl" as layout>
<@layout.registrationLayout; section>
    <#if section = "header">
        ${msg("logoutConfirmTitle")}
    <#elseif section = "form">
        <p class="instruction">${msg("logoutConfirmHeader")}</p>
        <form class="magento-ways" data-once-form action="${url.logoutConfirmAction}" method="post">
            <input type="hidden" name="session_code" value="${logoutConfirm.code}">
            <button class="${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!}" type="submit" id="kc-logout" name="confirmLogout" value="true">${msg("doLogout")}</button>
            <#if !logoutConfirm.skipLink && (client.baseUrl)?has_content>
                <a class="${properties.kcButtonLinkClass!} ${properties.kcButtonBlockClass!}" href="${client.baseUrl}">${msg("backToApplication")}</a>
            </#if>
        </form>
    </#if>
</@layout.registrationLayout>
