<#import "magento-page.ftl" as page>
<#import "magento-audit-page.ftl" as audit>
<#-- Checkpoints of keys that were rotated away. -->
<#macro rotated findings>
  <#if findings.retiredKeyCheckpoints??><p id="magento-retired">${msg("magento.audit.verify.retired-key", findings.retiredKeyCheckpoints)}</p></#if>
  <#if findings.unknownKeyCheckpoints??><p id="magento-unknown">${msg("magento.audit.verify.unknown-key", findings.unknownKeyCheckpoints)}</p></#if>
</#macro>
<#assign coverage = magento.coverage>
<#assign record = magento.record>
<@audit.layout heading=msg("magento.audit.title") current="overview">
  <#if magento.outdated>
    <@page.alert type="info" text=msg("magento.user.notice.outdated") id="notice"/>
  </#if>
  <#if magento.unsigned>
    <@page.alert type="error" text=msg("magento.audit.record.refused") id="unsigned"/>
  </#if>
  <#if magento.findings??>
    <#assign findings = magento.findings>
    <#if findings.whole>
      <@page.alert type="success" text=msg("magento.audit.verify.whole", findings.entries, findings.checkpoints) id="findings">
        <#if findings.erased??><p>${msg("magento.audit.verify.erased", findings.erased)}</p></#if>
        <@rotated findings=findings/>
      </@page.alert>
    <#else>
      <@page.alert type="error" text=msg("magento.audit.verify.broken") id="findings">
        <#if findings.fault??>
          <p id="magento-fault" data-fault="${findings.fault}" data-seq="${findings.seq}">${msg("magento.audit.fault." + findings.fault, findings.seq)}</p>
          <p class="magento-audit-sentence" lang="en"><bdi>${findings.sentence}</bdi></p>
        </#if>
        <#if findings.forgedCheckpoints??><p>${msg("magento.audit.verify.forged", findings.forgedCheckpoints)}</p></#if>
        <@rotated findings=findings/>
        <#if findings.linksOutOfStep??><p>${msg("magento.audit.verify.out-of-step", findings.linksOutOfStep)}</p></#if>
        <#if findings.linksWithoutEntry??><p>${msg("magento.audit.verify.links", findings.linksWithoutEntry)}</p></#if>
      </@page.alert>
    </#if>
  </#if>

  <@audit.section id="coverage" heading=msg("magento.audit.coverage.heading")>
    <#if coverage.reportOnly>
      <@page.alert type="warning" text=msg("magento.audit.coverage.report-only") id="report-only"/>
    </#if>
    <#if magento.providerDisabled>
      <@page.alert type="error" text=msg("magento.audit.coverage.provider-disabled") id="provider-disabled"/>
    </#if>
    <p class="magento-lead" id="magento-coverage-summary">${msg("magento.audit.coverage.summary", coverage.linked, coverage.accounts, coverage.share)}</p>
    <@audit.bar parts=coverage.bar share=coverage.share label=msg("magento.audit.coverage.summary", coverage.linked, coverage.accounts, coverage.share)/>
    <p id="magento-deadline">${coverage.deadlinePassed?then(msg("magento.audit.coverage.deadline.past", coverage.deadline), msg("magento.audit.coverage.deadline.ahead", coverage.deadline))}</p>
    <@audit.table id="coverage" label=msg("magento.audit.coverage.heading")>
      <thead>
        <tr>
          <th scope="col">${msg("magento.audit.column.state")}</th>
          <th scope="col" class="magento-audit-number">${msg("magento.audit.column.accounts")}</th>
          <th scope="col" class="magento-audit-number">${msg("magento.audit.column.share")}</th>
        </tr>
      </thead>
      <tbody>
        <#list coverage.states as state>
          <tr data-state="${state.state}">
            <th scope="row"><@audit.badge state=state.state/></th>
            <@audit.number cell=state/>
            <td class="magento-audit-number">${state.share}</td>
          </tr>
        </#list>
      </tbody>
      <tfoot>
        <tr data-state="total">
          <th scope="row">${msg("magento.audit.state.total")}</th>
          <td class="magento-audit-number">${coverage.accounts}</td>
          <td></td>
        </tr>
        <tr data-state="disabled">
          <th scope="row"><@audit.badge state="disabled"/></th>
          <@audit.number cell=coverage.disabled/>
          <td></td>
        </tr>
      </tfoot>
    </@audit.table>
    <p class="magento-note">${msg("magento.audit.coverage.note", coverage.at)}</p>
  </@audit.section>

  <@audit.section id="history" heading=msg("magento.audit.history.heading")>
    <p>${msg("magento.audit.history.text")}</p>
    <@audit.chart kind="line" table="history" newestFirst=true label=msg("magento.audit.history.heading")/>
    <@audit.table id="history" label=msg("magento.audit.history.heading")>
      <thead>
        <tr>
          <th scope="col">${msg("magento.audit.column.day")}</th>
          <th scope="col" class="magento-audit-number" data-series="total">${msg("magento.audit.column.accounts")}</th>
          <th scope="col" class="magento-audit-number" data-series="linked">${msg("magento.audit.state.linked")}</th>
          <th scope="col" class="magento-audit-number">${msg("magento.audit.column.share")}</th>
        </tr>
      </thead>
      <tbody>
        <#list magento.history as point>
          <tr<#if point?index gte 5> class="magento-audit-beyond"</#if>>
            <th scope="row"><time datetime="${point.iso}">${point.day}</time></th>
            <@audit.number cell=point.accounts/>
            <@audit.number cell=point.linked/>
            <td class="magento-audit-number">${point.share}</td>
          </tr>
        </#list>
      </tbody>
    </@audit.table>
    <@audit.all rows=magento.history/>
  </@audit.section>

  <@audit.section id="cohorts" heading=msg("magento.audit.cohorts.heading")>
    <p>${msg("magento.audit.cohorts.text")}</p>
    <#if magento.cohorts?has_content>
      <@audit.chart kind="bar" table="cohorts" label=msg("magento.audit.cohorts.heading")/>
      <#assign titles = [msg("magento.audit.column.cohort"), msg("magento.audit.column.deadline")]>
      <#assign series = {}>
      <#list magento.cohorts[0].states as state>
        <#assign titles = titles + [msg("magento.audit.state." + state.state)]>
        <#assign series = series + {titles?last: state.state}>
      </#list>
      <#assign total = msg("magento.audit.state.total")>
      <#assign titles = titles + [total, msg("magento.audit.column.share")]>
      <#assign series = series + {total: ""}>
      <@audit.list id="cohorts" label=msg("magento.audit.cohorts.heading") titles=titles series=series>
        <#list magento.cohorts as cohort>
          <tr role="row"<#if cohort?index gte 5> class="magento-audit-beyond"</#if>>
            <th scope="row" role="rowheader" data-title="${titles[0]}" class="magento-audit-name"><#if cohort.name??><bdi>${cohort.name}</bdi><#else>${msg("magento.audit.cohort.none")}</#if></th>
            <@audit.cell title=titles[1]>${cohort.deadline}</@audit.cell>
            <#list cohort.states as state><@audit.number cell=state title=titles[2 + state?index]/></#list>
            <td role="cell" class="magento-audit-number" data-title="${total}">${cohort.total}</td>
            <td role="cell" class="magento-audit-share" data-title="${titles?last}"><@audit.bar parts=cohort.bar share=cohort.share/></td>
          </tr>
        </#list>
      </@audit.list>
      <@audit.all rows=magento.cohorts/>
    <#else>
      <p class="magento-audit-none">${msg("magento.audit.cohorts.none")}</p>
    </#if>
  </@audit.section>

  <@audit.section id="record" heading=msg("magento.audit.record.heading")>
    <p>${msg("magento.audit.record.text")}</p>
    <dl class="magento-audit-facts">
      <div><dt>${msg("magento.audit.record.size")}</dt><dd id="magento-size">${record.size}</dd></div>
      <div><dt>${msg("magento.audit.record.head")}</dt><dd id="magento-head"><@audit.id value=record.head/></dd></div>
      <div><dt>${msg("magento.audit.record.checkpoint")}</dt><dd id="magento-checkpoint"><#if record.checkpointAt??>${msg("magento.audit.record.checkpoint.value", record.checkpointAt, record.checkpointEntries)}<#else>${msg("magento.audit.record.checkpoint.none")}</#if></dd></div>
    </dl>
    <div class="magento-audit-buttons">
      <@audit.post action=record.verifyUrl label=msg("magento.audit.record.verify") id="verify" kind="primary"/>
      <@audit.post action=record.exportUrl label=msg("magento.audit.record.export") id="record-export"/>
      <@audit.post action=record.checkpointUrl label=msg("magento.audit.record.sign") id="record-checkpoint"/>
      <a href="${record.keysUrl}" download="magento-keys.json" id="magento-keys">${msg("magento.audit.record.keys")}</a>
    </div>
    <p>${msg("magento.audit.record.offline")}</p>
    <p class="magento-audit-command"><code>magento-ledger verify magento-ledger.ndjson --checkpoint magento-checkpoint.jws <#if record.hasLogKey>--key<#else>--keys</#if> magento-keys.json</code></p>
    <p class="magento-note">${msg("magento.audit.record.docs")} <a href="${magento.guideUrl}#guide-take-the-record-away-and-verify-it" id="magento-guide">${msg("magento.audit.record.guide")}</a></p>
  </@audit.section>

  <@audit.section id="search" heading=msg("magento.audit.search.heading")>
    <p>${msg("magento.audit.search.intro")}</p>
    <@audit.search options=magento.search/>
  </@audit.section>

  <@audit.section id="reference-search" heading=msg("magento.audit.reference.heading")>
    <@audit.reference/>
  </@audit.section>

  <@audit.section id="conflicts" heading=msg("magento.audit.conflicts.heading")>
    <p>${msg("magento.audit.conflicts.text")}</p>
    <@audit.entries rows=magento.conflicts id="conflicts" label=msg("magento.audit.conflicts.heading")/>
    <p><a href="${magento.conflictsUrl}" id="magento-all-conflicts">${msg("magento.audit.conflicts.all")}</a></p>
  </@audit.section>

  <@audit.section id="refusals" heading=msg("magento.audit.refusals.heading")>
    <p>${msg("magento.audit.refusals.text")}</p>
    <@audit.entries rows=magento.refusals id="refusals" label=msg("magento.audit.refusals.heading")/>
    <p><a href="${magento.refusalsUrl}" id="magento-all-refusals">${msg("magento.audit.refusals.all")}</a></p>
  </@audit.section>

  <@audit.section id="drift" heading=msg("magento.audit.drift.heading")>
    <p>${msg("magento.audit.drift.text")}</p>
    <@audit.table id="drift" label=msg("magento.audit.drift.heading")>
      <tbody>
        <tr><th scope="row">${msg("magento.audit.drift.links")}</th><@audit.number cell=magento.drift/></tr>
      </tbody>
    </@audit.table>
  </@audit.section>

  <@audit.section id="unused" heading=msg("magento.audit.unused.heading")>
    <p>${msg("magento.audit.unused.text")}</p>
    <@audit.table id="unused" label=msg("magento.audit.unused.heading")>
      <tbody>
        <tr><th scope="row">${msg("magento.audit.search.use.days", magento.unused.days)}</th><@audit.number cell=magento.unused/></tr>
        <tr><th scope="row">${msg("magento.audit.search.use.never")}</th><@audit.number cell=magento.neverUsed/></tr>
      </tbody>
    </@audit.table>
  </@audit.section>

  <@audit.section id="entries" heading=msg("magento.audit.latest.heading")>
    <@audit.entries rows=magento.entries id="entries" label=msg("magento.audit.latest.heading")/>
    <p><a href="${magento.entriesUrl}">${msg("magento.audit.latest.all")}</a></p>
  </@audit.section>
</@audit.layout>
