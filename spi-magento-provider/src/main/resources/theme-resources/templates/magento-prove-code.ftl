<#import "magento-page.ftl" as page>
<@page.layout heading=msg("magento.prove-code.title") displayMessage=!messagesPerField.existsError("code")>
  <@page.trouble/>
  <p>${msg("magento.prove-code.text", magento.minutes!0)}</p>
  <dl class="magento-people">
    <@page.person label=msg("magento.prove-code.sent-to") email=magento.accountEmail!"" id="account"/>
    <@page.person label=msg("magento.person.upstream") name=magento.upstreamName!magento.upstreamEmail!"" email=magento.upstreamEmail!"" id="upstream"/>
  </dl>
  <p>${msg((magento.localLoginKept!false)?then("magento.preview.link.next-kept", "magento.preview.link.next"))}</p>
  <form class="${properties.kcFormClass!} magento-actions" action="${url.loginAction}" method="post">
    <@page.input name="code" label=msg("magento.prove-code.code") autocomplete="one-time-code" error=messagesPerField.getFirstError("code")!""/>
    <@page.button action="code" label=msg("magento.prove-code.confirm")/>
  </form>
  <p class="magento-note">${msg("magento.prove-code.help")}</p>
  <@page.actions>
    <@page.button action="resend" label=msg("magento.prove-code.resend") kind="secondary"/>
    <#if magento.passwordAvailable!false>
      <@page.button action="password-instead" label=msg("magento.prove-code.password-instead") kind="secondary"/>
    </#if>
    <@page.button action="other" label=msg("magento.button.other") kind="secondary"/>
    <@page.button action="cancel" label=msg("magento.button.cancel") kind="link"/>
  </@page.actions>
  <@page.foot/>
</@page.layout>
