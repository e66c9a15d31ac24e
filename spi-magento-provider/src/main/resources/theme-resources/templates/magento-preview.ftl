<#import "magento-page.ftl" as page>
<@page.layout heading=msg("magento.preview." + magento.kind + ".title")>
  <@page.trouble/>
  <p>${msg("magento.preview." + magento.kind + ".text")}</p>
  <dl class="magento-people">
    <#if magento.kind = "create">
      <@page.person label=msg("magento.person.new", realm.displayName!"") name=magento.newUsername!"" id="account"/>
    <#else>
      <@page.person label=msg("magento.person.account", realm.displayName!"") name=magento.accountName!"" email=magento.accountEmail!"" id="account"/>
    </#if>
    <#if (magento.oldUpstreamName)?has_content>
      <@page.person label=msg("magento.preview.switch.old") name=magento.oldUpstreamName id="old-upstream"/>
    </#if>
    <@page.person label=msg("magento.person.upstream") name=magento.upstreamName!magento.upstreamEmail!"" email=magento.upstreamEmail!"" id="upstream"/>
  </dl>
  <#if magento.emailUnverified!false>
    <p class="magento-note" id="magento-email-unverified">${msg("magento.preview.email-unverified")}</p>
  </#if>
  <#if magento.takesAddress!false>
    <p class="magento-note" id="magento-takes-address">${msg("magento.preview.create.takes-address")}</p>
  </#if>
  <p>${msg("magento.preview." + magento.kind + ".next" + (magento.localLoginKept!false)?then("-kept", ""))}</p>
  <@page.actions>
    <#if magento.kind = "create">
      <#-- Whose address is not verified may have an account that nothing here leads to. -->
      <#if magento.emailUnverified!false>
        <@page.button action="existing" label=msg("magento.preview.existing")/>
        <@page.button action="connect" label=msg("magento.preview.create.confirm") kind="secondary"/>
      <#else>
        <@page.button action="connect" label=msg("magento.preview.create.confirm")/>
        <@page.button action="existing" label=msg("magento.preview.existing") kind="secondary"/>
      </#if>
    <#else>
      <@page.button action="connect" label=msg("magento.preview." + magento.kind + ".confirm")/>
    </#if>
    <@page.button action="other" label=msg("magento.preview.other") kind="secondary"/>
    <@page.button action="cancel" label=msg("magento.button.cancel") kind="link"/>
    <@page.leave/>
  </@page.actions>
  <@page.foot/>
</@page.layout>
