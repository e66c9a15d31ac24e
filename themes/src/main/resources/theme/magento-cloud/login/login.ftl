<#import "template.ftl" as layout>
<#import "field.ftl" as field>
<#import "buttons.ftl" as buttons>
<#import "social-providers.ftl" as identityProviders>
<#import "passkeys.ftl" as passkeys>
<#-- Our form tells whether the realm can send a mail; another form says nothing of it. -->
<#assign offersNewPassword = realm.resetPasswordAllowed && (canMail!true)>
<#assign primary = []>
<#assign others = []>
<#list (social.providers)![] as p>
  <#if p.providerId = "magento">
    <#assign primary = primary + [p]>
  <#else>
    <#assign others = others + [p]>
  </#if>
</#list>
<@layout.registrationLayout displayMessage=!messagesPerField.existsError('username','password') displayInfo=realm.password && realm.registrationAllowed && !registrationDisabled??; section>
    <#if section = "header">
        ${msg("loginAccountTitle")}
    <#elseif section = "form">
        <#if primary?has_content>
            <div class="magento-primary">
                <#list primary as p>
                    <a data-once-link id="social-${p.alias}" class="${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!} pf-m-display-lg" href="${p.loginUrl}">${msg("magento.signin.button", p.displayName!p.alias)}</a>
                </#list>
                <p class="magento-hint">${msg("magento.signin.hint")}</p>
            </div>
        </#if>
        <div id="kc-form">
          <div id="kc-form-wrapper">
            <#if realm.password>
                <#if primary?has_content>
                    <div class="magento-local">
                        <h2>${msg("magento.signin.local.heading")}</h2>
                        <p class="magento-hint">${msg("magento.signin.local.text")}</p>
                    </div>
                </#if>
                <form id="kc-form-login" class="${properties.kcFormClass!}" data-once-form action="${url.loginAction}" method="post" novalidate="novalidate">
                    <#if !usernameHidden??>
                        <#assign label>
                            <#if !realm.loginWithEmailAllowed>${msg("username")}<#elseif !realm.registrationEmailAsUsername>${msg("usernameOrEmail")}<#else>${msg("email")}</#if>
                        </#assign>
                        <@field.input name="username" label=label error=messagesPerField.getFirstError('username','password')
                            autofocus=!primary?has_content autocomplete="${(enableWebAuthnConditionalUI?has_content)?then('username webauthn', 'username')}" value=login.username!'' />
                        <@field.password name="password" label=msg("password") error="" forgotPassword=offersNewPassword autofocus=usernameHidden?? autocomplete="current-password">
                            <#if realm.rememberMe && !usernameHidden??>
                                <@field.checkbox name="rememberMe" label=msg("rememberMe") value=login.rememberMe?? />
                            </#if>
                        </@field.password>
                    <#else>
                        <@field.password name="password" label=msg("password") forgotPassword=offersNewPassword autofocus=usernameHidden?? autocomplete="current-password">
                            <#if realm.rememberMe && !usernameHidden??>
                                <@field.checkbox name="rememberMe" label=msg("rememberMe") value=login.rememberMe?? />
                            </#if>
                        </@field.password>
                    </#if>

                    <input type="hidden" id="id-hidden-input" name="credentialId" <#if auth.selectedCredential?has_content>value="${auth.selectedCredential}"</#if>/>
                    <@buttons.actionGroup>
                        <@buttons.button id="kc-login" name="login" label="doLogIn" type=primary?has_content?then("secondary", "primary") />
                    </@buttons.actionGroup>
                </form>
            </#if>
            </div>
        </div>
        <@passkeys.conditionalUIData />
    <#elseif section = "socialProviders" >
        <#if realm.password && others?has_content>
            <@identityProviders.show social={"providers": others}/>
        </#if>
    <#elseif section = "info" >
        <#if realm.password && realm.registrationAllowed && !registrationDisabled??>
            <div id="kc-registration-container">
                <div id="kc-registration">
                    <span>${msg("noAccount")} <a href="${url.registrationUrl}">${msg("doRegister")}</a></span>
                </div>
            </div>
        </#if>
    </#if>

</@layout.registrationLayout>
