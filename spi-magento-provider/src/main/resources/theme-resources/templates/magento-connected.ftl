<#import "magento-page.ftl" as page>
<@page.layout heading=msg("magento.connected.title")>
  <@page.alert type="success" text=msg((magento.localLoginKept!false)?then("magento.connected.text-kept", "magento.connected.text")) id="notice"/>
  <p>${msg("magento.connected.next")}</p>
  <@page.actions>
    <@page.button action="go-on" label=msg("magento.button.go-on")/>
  </@page.actions>
</@page.layout>
