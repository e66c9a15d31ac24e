<#import "magento-page.ftl" as page>
<#assign words = magento.words!"magento.login-required"/>
<@page.layout heading=msg(words + ".title")>
  <@page.trouble/>
  <@page.upstream opens=(magento.passwordUrl)?has_content/>
  <p>${msg(words + ".why")}</p>
  <p>${msg(words + ".next")}</p>
  <dl class="magento-people">
    <@page.person label=msg("magento.person.account", realm.displayName!"") name=magento.accountName!"" id="account"/>
    <#if (magento.upstreamName)?has_content>
      <@page.person label=msg("magento.person.upstream") name=magento.upstreamName id="upstream"/>
    </#if>
    <@page.used/>
  </dl>
  <@page.actions>
    <#if magento.upstreamDisabled!false>
      <@page.button action="retry" label=msg("magento.button.retry")/>
    <#else>
      <@page.button action="continue" label=msg("magento.button.sign-in")/>
    </#if>
    <#if (magento.passwordUrl)?has_content>
      <@page.link href=magento.passwordUrl label=msg("magento.button.password") id="password" kind="secondary"/>
    </#if>
    <@page.leave/>
  </@page.actions>
  <@page.foot/>
</@page.layout>
