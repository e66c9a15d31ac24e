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
  <p>${msg("magento.help.intro")}</p>
  <nav aria-label="${msg("magento.help.cases")}">
    <ul class="magento-help-cases">
      <#list cases as case>
        <li><a href="#${case.id}">${msg("magento.help." + case.id + ".title")}</a></li>
      </#list>
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
  <section class="magento-help-case" id="support" aria-labelledby="support-heading">
    <h2 id="support-heading">${msg("magento.help.support.title")}</h2>
    <p>${msg("magento.help.support.text")}</p>
  </section>
  <div class="magento-actions magento-more">
    <@page.link href=magento.accountUrl label=msg("magento.button.account") id="account" kind="secondary"/>
  </div>
</@page.layout>
