using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using SystemFlow.Domain.Access;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Operations.Audit;
using SystemFlow.Operations.Rules;
using SystemFlow.Web.Access;
using SystemFlow.Web.Components.Parts;
using SystemFlow.Web.Components.Words;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Components.Pages.Rules;

/// <summary>Edits when leads are warned, and shows what an edit would raise before it does.</summary>
public sealed partial class AlertRulesPage(
    Permits permits, RuleDocuments documents, AuditLog audit, LiveView live, MetricDictionary dictionary, Footprint footprint, TimeProvider time)
{
    private AlertForm? _form;
    private AlertRuleSet? _previewed;
    private AlertPreview? _preview;
    private ImmutableArray<string> _problems = [];
    private RuleDocument? _opened;
    private string _json = "";
    private string? _author;
    private string? _done;
    private int _newestSeen;

    /// <summary>The version to start from; none for the one in force.</summary>
    [SupplyParameterFromQuery(Name = "version")]
    public int? FromVersion { get; set; }

    [CascadingParameter]
    private Task<AuthenticationState>? SignedIn { get; set; }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _author = await permits.ByAsync(SignedIn, Act.EditRules);
        _opened = FromVersion is { } version ? await documents.ReadAsync(RuleKind.Alerts, version) : null;
        await StartAsync(_opened);
    }

    private static string Summary(AlertPreview preview)
    {
        var now = preview.Changes.Count(change => change.IsRaisedNow);
        var edited = preview.Changes.Count(change => change.IsRaisedEdited);
        return $"{now} raised by the rules in force, {edited} with the edit; {preview.Unknown} cannot be told from the figures of now.";
    }

    private string UnitOf(Condition condition) =>
        condition.Metric is { } code && dictionary.TryFind(code, out var metric) ? RuleText.UnitOf(metric) : "";

    private async Task StartAsync(RuleDocument? from)
    {
        _newestSeen = (await documents.HistoryAsync(RuleKind.Alerts))[0].Version;
        _json = from?.Body ?? documents.Current.Alerts.ToJson();
        TakeJson();
    }

    private void TakeJson() => Try(() => _form = new AlertForm(AlertRuleSet.Parse(_json, dictionary, footprint)));

    private void ShowJson() => Try(() => _json = _form!.ToRules().ToJson());

    private void Preview() => Try(() =>
    {
        _json = _form!.ToRules().ToJson();
        _previewed = AlertRuleSet.Parse(_json, dictionary, footprint);
        _preview = AlertPreview.Of(documents.Current.Alerts, _previewed, live.All, footprint, EvidenceOf);
    });

    // The past is not asked for: what compares with it counts as unknown in the preview, which says so; a back-test knows.
    private Evidence EvidenceOf(AlertRule rule, PlaceState state) =>
        new EvidenceRules(dictionary, footprint).EvidenceOf(rule, state, new RecentFigures(), time.GetUtcNow());

    private void Try(Action action)
    {
        (_problems, _preview, _done) = ([], null, null);
        try
        {
            action();
        }
        catch (FormatException error)
        {
            _problems = [.. RuleText.FaultsIn(error)];
        }
    }

    private async Task SaveAsync(RuleSave save)
    {
        _author = await permits.ByAsync(SignedIn, Act.EditRules); // A session may have ended while the page was open.
        if (_author is null || _form is null) return;
        Preview();
        if (_previewed is null || !_problems.IsEmpty) return;
        var saved = await save.KeepAsync(documents, audit, (await SignedIn!).User, RuleKind.Alerts, _newestSeen, _json, _opened, _author);
        if (saved.Refusal is { } refusal)
        {
            _problems = [refusal];
            return;
        }

        await StartAsync(null);
        _done = save.Done(saved);
    }
}
