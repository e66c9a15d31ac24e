<#import "magento-page.ftl" as page>
<#assign cases = [
  {"id": "password", "steps": 4},
  {"id": "previous-owner", "steps": 4},
  {"id": "owner", "steps": 3},
  {"id": "second-account", "steps": 3}
]>
<#-- Keycloak's page moves on as soon as somebody signs in in another tab. Who reads here stays. -->
<#global url = url + {"ssoLoginInOtherTabsUrl": "#"}>
<@page.layout heading=msg("magento.help.title") displayMessage=false>
  <#if (magento.advice)?has_content>
    <section class="magento-help-own" id="yours" aria-labelledby="yours-heading" data-advice="${magento.advice}">
      <h2 id="yours-heading">${msg("magento.help.yours.title")}</h2>
      <dl class="magento-people">
        <@page.person label=msg("magento.person.account", realm.displayName!"") name=magento.accountName id="account-known"/>
      </dl>
      <p>${msg("magento.help.yours." + magento.advice)}</p>
    </section>
  </#if>
  <p>${msg("magento.help.intro")}</p>
  <nav aria-label="${msg("magento.help.cases")}">
    <ul class="magento-help-cases">
      <#list cases as case>
        <li><a href="#${case.id}">${msg("magento.help." + case.id + ".title")}</a></li>
      </#list>
      <li><a href="#reference">${msg("magento.help.reference.title")}</a></li>
    </ul>
  </nav>
  <#list cases as case>
    <section class="magento-help-case" id="${case.id}" aria-labelledby="${case.id}-heading">
      <h2 id="${case.id}-heading">${msg("magento.help." + case.id + ".title")}</h2>
      <p>${msg("magento.help." + case.id + ".why")}</p>
      <h3>${msg("magento.help.here")}</h3>
      <ol class="magento-steps">
        <#list 1..case.steps as step>
          <li>${msg("magento.help." + case.id + ".do." + step)}</li>
        </#list>
      </ol>
      <h3>${msg("magento.help.ask")}</h3>
      <p>${msg("magento.help." + case.id + ".ask")}</p>
    </section>
  </#list>
  <section class="magento-help-case" id="reference" aria-labelledby="reference-heading">
    <h2 id="reference-heading">${msg("magento.help.reference.title")}</h2>
    <p>${msg("magento.help.reference.text")}</p>
    <#if (magento.outcome)?has_content>
      <@answer/>
    </#if>
    <form class="magento-actions" action="${magento.helpUrl}#reference" method="get">
      <input type="hidden" name="kc_locale" value="${lang}">
      <label for="magento-asked">${msg("magento.help.reference.field")}</label>
      <input class="magento-help-field" type="text" id="magento-asked" name="reference" value="${magento.asked!}" maxlength="200" autocomplete="off" autocapitalize="characters" spellcheck="false">
      <button class="<@page.buttonClass "secondary"/>" type="submit">${msg("magento.help.reference.submit")}</button>
    </form>
  </section>
  <section class="magento-help-case" id="support" aria-labelledby="support-heading">
    <h2 id="support-heading">${msg("magento.help.support.title")}</h2>
    <p>${msg("magento.help.support.text")}</p>
    <@page.support/>
  </section>
  <div class="magento-actions magento-more">
    <@page.link href=magento.accountUrl label=msg("magento.button.account") id="account" kind="secondary"/>
  </div>
</@page.layout>

<#-- What the reference means, as the page that showed it said. -->
<#macro answer>
  <#if magento.outcome = "found">
    <div class="magento-person" id="magento-outcome" data-outcome="found" data-reason="${magento.reason}">
      <#if magento.reason?has_content>
        <h3>${msg("magento.refused." + magento.reason + ".title")}</h3>
        <p>${msg("magento.refused." + magento.reason + ".text")}</p>
        <p>${msg("magento.refused." + magento.reason + ".next")}</p>
      <#else>
        <p>${msg("magento.help.reference.other")}</p>
      </#if>
      <p class="magento-reference">${msg("magento.reference.label")} <bdi class="magento-code">${magento.asked}</bdi></p>
      <p class="magento-note">${msg("magento.help.reference.when", magento.when)}</p>
    </div>
  <#else>
    <div id="magento-outcome" data-outcome="${magento.outcome}">
      <@page.alert type=(magento.outcome = "wait")?then("warning", "info") text=msg("magento.help.reference." + magento.outcome)/>
    </div>
  </#if>
</#macro>
