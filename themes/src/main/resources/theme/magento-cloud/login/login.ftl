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
<#-- Our form also tells which of the two ways stands first, and whether the other is folded away; see SignInOrder. -->
<#assign order = magentoSignIn!{"first": "", "wanted": false, "folded": false}>
<#assign both = realm.password && primary?has_content>
<#assign passwordFirst = realm.password && (!primary?has_content || order.first = "password")>
<#assign folded = both && order.folded && !usernameHidden??>
<@layout.registrationLayout displayMessage=!messagesPerField.existsError('username','password') displayInfo=realm.password && realm.registrationAllowed && !registrationDisabled??; section>
    <#if section = "header">
        ${msg("loginAccountTitle")}
    <#elseif section = "form">
        <template id="magento-busy">${msg("magento.busy")}</template>
        <#if passwordFirst>
            <@local/>
            <#if folded>
                <@fold summary=msg("magento.signin.fold.upstream", primary[0].displayName!primary[0].alias)><@upstream/></@fold>
            <#elseif primary?has_content>
                <@or/>
                <@upstream/>
            </#if>
        <#else>
            <@upstream/>
            <#if folded>
                <@fold summary=msg("magento.signin.fold.local")><@local/></@fold>
            <#elseif both>
                <@or/>
                <@local/>
            </#if>
        </#if>
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

<#macro or>
  <p class="magento-or"><span>${msg("magento.signin.or")}</span></p>
</#macro>

<#-- The way that was not used last in this browser: opened without a script, by a click or the keyboard. -->
<#macro fold summary>
  <details class="magento-fold">
    <summary>${summary}</summary>
    <#nested>
  </details>
</#macro>

<#macro upstream>
  <#if primary?has_content>
    <div class="magento-primary">
      <#list primary as p>
        <a data-once-link id="social-${p.alias}" class="${passwordFirst?then(properties.kcButtonSecondaryClass!, properties.kcButtonPrimaryClass!)} ${properties.kcButtonBlockClass!}<#if !passwordFirst> pf-m-display-lg</#if>" href="${p.loginUrl}"><@mark/><span>${msg("magento.signin.button", p.displayName!p.alias)}</span></a>
      </#list>
      <#if order.first = "magento">
        <p class="magento-hint">${msg("magento.signin.last")}</p>
      <#elseif !order.wanted>
        <p class="magento-hint">${msg("magento.signin.hint")}</p>
      </#if>
    </div>
  </#if>
</#macro>

<#-- Nobody's logo: it stands for another site, and says nothing to who hears the page. -->
<#macro mark>
  <svg class="magento-mark" viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor" stroke-width="1.75" aria-hidden="true" focusable="false"><circle cx="12" cy="12" r="9"/><path d="M3 12h18M12 3c2.6 2.6 3.9 5.6 3.9 9s-1.3 6.4-3.9 9c-2.6-2.6-3.9-5.6-3.9-9S9.4 5.6 12 3z"/></svg>
</#macro>

<#macro local>
  <div id="kc-form">
    <div id="kc-form-wrapper">
      <#if realm.password>
        <#if primary?has_content && !order.wanted>
            <div class="magento-local">
                <#if order.first = "password">
                    <p class="magento-hint">${msg("magento.signin.last")}</p>
                <#else>
                    <h2>${msg("magento.signin.local.heading")}</h2>
                    <p class="magento-hint">${msg("magento.signin.local.text")}</p>
                </#if>
            </div>
        </#if>
        <form id="kc-form-login" class="${properties.kcFormClass!}" data-once-form action="${url.loginAction}" method="post" novalidate="novalidate">
            <#if !usernameHidden??>
                <#assign label>
                    <#if !realm.loginWithEmailAllowed>${msg("username")}<#elseif !realm.registrationEmailAsUsername>${msg("usernameOrEmail")}<#else>${msg("email")}</#if>
                </#assign>
                <@field.input name="username" label=label error=messagesPerField.getFirstError('username','password')
                    autofocus=passwordFirst autocomplete="${(enableWebAuthnConditionalUI?has_content)?then('username webauthn', 'username')}" value=login.username!'' />
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
                <@buttons.button id="kc-login" name="login" label="doLogIn" type=passwordFirst?then("primary", "secondary") />
            </@buttons.actionGroup>
        </form>
      </#if>
    </div>
  </div>
</#macro>
