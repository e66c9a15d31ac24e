<#--
  What the magento-*.ftl pages share. It builds on the current login theme's template.ftl and on the style classes that
  themes based on Keycloak's declare, so the pages take the look of whatever theme the realm has. Names and addresses are
  never put through msg(): they stay out of message formatting, are escaped, and are isolated with bdi.
-->
<#import "template.ftl" as theme>

<#-- Most themes have the languages in a menu that leaves the page at the first arrow key: here they are links below it. -->
<#assign languages = []>
<#if locale?? && realm.internationalizationEnabled>
  <#assign languages = locale.supported>
  <#global locale = locale + {"supported": []}>
</#if>

<#macro layout heading displayMessage=true>
  <#global title = heading + " – " + (realm.displayName)!"">
  <@theme.registrationLayout displayMessage=displayMessage; section>
    <#if section = "header">
      ${heading}
    <#elseif section = "form">
      <link rel="stylesheet" href="${url.resourcesPath}/css/magento-pages.css">
      <template id="magento-busy">${msg("magento.busy")}</template>
      <#-- A theme that has these on every page of its own does not get them twice. -->
      <#if !(properties.styles!"")?contains("css/magento-parts.css")>
        <link rel="stylesheet" href="${url.resourcesPath}/css/magento-parts.css">
      </#if>
      <#if !(properties.scripts!"")?contains("js/magento-busy.js")>
        <script src="${url.resourcesPath}/js/magento-busy.js" defer></script>
      </#if>
      <div class="magento-page">
        <#nested>
      </div>
      <@languageLinks/>
    </#if>
  </@theme.registrationLayout>
</#macro>

<#-- Stands for the provider beside its name. It is nobody's logo, and says nothing to who hears the page. -->
<#macro mark>
  <svg class="magento-mark" viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor" stroke-width="1.75" aria-hidden="true" focusable="false"><circle cx="12" cy="12" r="9"/><path d="M3 12h18M12 3c2.6 2.6 3.9 5.6 3.9 9s-1.3 6.4-3.9 9c-2.6-2.6-3.9-5.6-3.9-9S9.4 5.6 12 3z"/></svg>
</#macro>

<#-- A tick, or an exclamation mark: the words beside it say the same. -->
<#macro sign good>
  <svg class="magento-sign" viewBox="0 0 16 16" width="16" height="16" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false"><circle cx="8" cy="8" r="7" stroke-width="1.5"/><path d="<#if good>M4.75 8.25l2.25 2.25 4.25-4.75<#else>M8 4.5v4M8 11.25v.1</#if>"/></svg>
</#macro>

<#macro languageLinks>
  <#if languages?size gt 1>
    <nav class="magento-languages" aria-label="${msg("magento.languages")}">
      <ul>
        <#list languages as l>
          <li><a href="${l.url}${(magento.languageQuery)!}" hreflang="${l.languageTag}" lang="${l.languageTag}"<#if l.languageTag == locale.currentLanguageTag> aria-current="true"</#if>>${l.label}</a></li>
        </#list>
      </ul>
    </nav>
  </#if>
</#macro>

<#macro actions>
  <form class="magento-actions" action="${url.loginAction}" method="post">
    <#nested>
  </form>
</#macro>

<#macro button action label kind="primary">
  <button class="<@buttonClass kind/>" type="submit" name="action" value="${action}" id="magento-${action}">${label}</button>
</#macro>

<#macro link href label id kind="primary">
  <a class="<@buttonClass kind/>" href="${href}" id="magento-${id}">${label}</a>
</#macro>

<#macro buttonClass kind><#compress>
  <#if kind = "primary">
    ${properties.kcButtonClass!} ${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!} ${properties.kcButtonLargeClass!}
  <#elseif kind = "secondary">
    ${properties.kcButtonClass!} ${properties.kcButtonSecondaryClass!properties.kcButtonDefaultClass!} ${properties.kcButtonBlockClass!} ${properties.kcButtonLargeClass!}
  <#else>
    ${properties.kcButtonClass!} ${properties.kcButtonLinkClass!properties.kcButtonDefaultClass!} ${properties.kcButtonBlockClass!} ${properties.kcButtonLargeClass!}
  </#if>
</#compress></#macro>

<#macro person label name="" email="" id="">
  <div class="magento-person"<#if id?has_content> id="magento-${id}"</#if>>
    <dt>${label}</dt>
    <#if name?has_content>
      <dd class="magento-person-name"><bdi>${name}</bdi></dd>
    </#if>
    <#if email?has_content && email != name>
      <dd class="magento-person-email"><bdi>${email}</bdi></dd>
    </#if>
  </div>
</#macro>

<#macro alert type text id="">
  <div class="alert-${type} ${properties.kcAlertClass!} pf-m-${(type = 'error')?then('danger', type)} magento-alert"<#if id?has_content> id="magento-${id}"</#if> role="${(type = 'error')?then('alert', 'status')}">
    <div class="${properties.kcAlertIconClass!}">
      <#if type = "error">
        <span class="${properties.kcFeedbackErrorIcon!}" aria-hidden="true"></span>
      <#elseif type = "warning">
        <span class="${properties.kcFeedbackWarningIcon!}" aria-hidden="true"></span>
      <#elseif type = "success">
        <span class="${properties.kcFeedbackSuccessIcon!}" aria-hidden="true"></span>
      <#else>
        <span class="${properties.kcFeedbackInfoIcon!}" aria-hidden="true"></span>
      </#if>
    </div>
    <div class="${properties.kcAlertTitleClass!} magento-alert-text">
      <p>${text}</p>
      <#nested>
    </div>
  </div>
</#macro>

<#macro trouble>
  <#if (magento.error)?has_content>
    <@alert type="error" text=msg("magento.error." + magento.error) id="error">
      <@reference/>
      <@helpLink/>
    </@alert>
  </#if>
</#macro>

<#-- What stands between a person and where they were going: who may not be meant can leave, who is stuck can ask. -->
<#macro leave>
  <#if (magento.canSignOut)!false>
    <@button action="sign-out" label=msg("magento.button.sign-out") kind="link"/>
  </#if>
</#macro>

<#-- What every page that stands in the way ends with: whom to ask, and where there is help. -->
<#macro foot>
  <div class="magento-foot">
    <@support/>
    <#if !(magento.error)?has_content>
      <@helpLink/>
    </#if>
  </div>
</#macro>

<#macro disabled>
  <#if (magento.upstreamDisabled)!false>
    <@alert type="warning" text=msg("magento.upstream-disabled") id="disabled"/>
  </#if>
</#macro>

<#-- An operator has said so; the reason is theirs, and no text of ours. -->
<#macro outage opens=true>
  <#if (magento.outageUntil)?has_content>
    <@alert type="info" text=msg(opens?then("magento.outage.declared", "magento.outage.announced"), magento.outageUntil) id="outage">
      <p>${msg("magento.outage.reason")} <bdi id="magento-outage-reason">${magento.outageReason}</bdi></p>
    </@alert>
  </#if>
</#macro>

<#-- What is the matter with Magento.com, and that the page tries again by itself. -->
<#macro upstream opens=false>
  <@disabled/>
  <@outage opens=opens/>
  <#if (magento.waits)!false>
    <p id="magento-waits" role="status">${msg("magento.waits")}</p>
  </#if>
</#macro>

<#macro support>
  <#if (magento.supportUrl)?has_content>
    <p class="magento-note"><a href="${magento.supportUrl}" id="magento-support-link">${msg("magento.support")}</a></p>
  </#if>
</#macro>

<#-- Who came as somebody whom another account here has: as whom, and which account it is not. Whose it is, nobody is told. -->
<#macro conflict>
  <div class="magento-conflict" id="magento-error" role="alert">
    <p>${msg("magento.conflict.text")}</p>
    <dl class="magento-people">
      <@person label=msg("magento.conflict.came-as") name=magento.usedUpstreamName id="used-upstream"/>
      <@person label=msg("magento.conflict.not-of", realm.displayName!"") name=magento.accountName!"" id="account"/>
    </dl>
  </div>
</#macro>

<#macro used>
  <#if (magento.usedUpstreamName)?has_content>
    <@person label=msg("magento.person.used") name=magento.usedUpstreamName id="used-upstream"/>
  </#if>
</#macro>

<#macro reference>
  <#if (magento.reference)?has_content>
    <p class="magento-reference">${msg("magento.reference.label")} <bdi class="magento-code" id="magento-reference">${magento.reference}</bdi></p>
  </#if>
</#macro>

<#-- Leads to what helps, in the language of the page, and with the reference if there is one. -->
<#macro helpLink>
  <#local query = "kc_locale=" + lang>
  <#if (magento.reference)?has_content>
    <#local query = query + "&reference=" + magento.reference?url('UTF-8') + "#reference">
  </#if>
  <p class="magento-note"><a href="${url.loginUrl?keep_before("/login-actions/")}/magento/help?${query}" id="magento-help">${msg("magento.help.link")}</a></p>
</#macro>

<#macro input name label error="" type="text" autocomplete="off">
  <div class="${properties.kcFormGroupClass!}">
    <div class="${properties.kcFormGroupLabelClass!}">
      <label class="${properties.kcFormLabelClass!properties.kcLabelClass!}" for="${name}">
        <span class="${properties.kcFormLabelTextClass!}">${label}</span>
      </label>
    </div>
    <#if properties.kcFormControlUtilClass?has_content>
      <div class="${properties.kcInputGroup!}">
        <div class="${properties.kcInputGroupItemClass!} ${properties.kcFill!}">
          <span class="${properties.kcInputClass!} <#if error?has_content>${properties.kcError!}</#if>">
            <@control name=name error=error type=type autocomplete=autocomplete/>
          </span>
        </div>
        <#if type = "password">
          <div class="${properties.kcInputGroupItemClass!}">
            <button class="${properties.kcFormPasswordVisibilityButtonClass!}" type="button" aria-label="${msg("showPassword")}"
                    aria-controls="${name}" data-password-toggle
                    data-icon-show="${properties.kcFormPasswordVisibilityIconShow!}" data-icon-hide="${properties.kcFormPasswordVisibilityIconHide!}"
                    data-label-show="${msg("showPassword")}" data-label-hide="${msg("hidePassword")}">
              <i class="${properties.kcFormPasswordVisibilityIconShow!}" aria-hidden="true"></i>
            </button>
          </div>
        </#if>
      </div>
    <#else>
      <@control name=name error=error type=type autocomplete=autocomplete class=properties.kcInputClass!/>
    </#if>
    <#if error?has_content>
      <div class="${properties.kcFormHelperTextClass!}" aria-live="polite">
        <div class="${properties.kcInputHelperTextClass!}">
          <div class="${properties.kcInputHelperTextItemClass!} ${properties.kcError!}">
            <span id="input-error-${name}" class="${properties.kcInputErrorMessageClass!}">${error}</span>
          </div>
        </div>
      </div>
    </#if>
  </div>
</#macro>

<#macro control name error type autocomplete class="">
  <input<#if class?has_content> class="${class}"</#if> id="${name}" name="${name}" type="${type}" autocomplete="${autocomplete}" autocapitalize="off" spellcheck="false" required autofocus<#if error?has_content> aria-invalid="true" aria-describedby="input-error-${name}"</#if>>
</#macro>
