<#import "magento-page.ftl" as page>
<#assign byPassword = magento.passwordAvailable!false>
<#assign byMail = magento.mailAvailable!false>
<#assign method = byPassword?then(byMail?then("either", "password"), byMail?then("mail", "none"))>
<@page.layout heading=msg("magento.prove.title") displayMessage=!messagesPerField.existsError("password")>
  <@page.trouble/>
  <p>${msg("magento.prove.why")}</p>
  <dl class="magento-people">
    <@page.person label=msg("magento.person.account", realm.displayName!"") email=magento.accountEmail!"" id="account"/>
    <@page.person label=msg("magento.person.upstream") name=magento.upstreamName!magento.upstreamEmail!"" email=magento.upstreamEmail!"" id="upstream"/>
  </dl>
  <p>${msg((magento.localLoginKept!false)?then("magento.preview.link.next-kept", "magento.preview.link.next"))}</p>
  <p>${msg("magento.prove.how." + method)}</p>
  <#if byPassword>
    <form class="${properties.kcFormClass!} magento-actions" action="${url.loginAction}" method="post">
      <@page.input name="password" type="password" label=msg("password") autocomplete="current-password" error=messagesPerField.getFirstError("password")!""/>
      <@page.button action="password" label=msg("magento.prove.password")/>
    </form>
  </#if>
  <@page.actions>
    <#if byMail>
      <@page.button action="mail" label=msg("magento.prove.mail") kind=byPassword?then("secondary", "primary")/>
    </#if>
    <@page.button action="other" label=msg("magento.button.other") kind=(byPassword || byMail)?then("secondary", "primary")/>
    <@page.button action="cancel" label=msg("magento.button.cancel") kind="link"/>
  </@page.actions>
  <@page.foot/>
</@page.layout>
