using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using SystemFlow.Domain.Access;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Domain.Readings;
using SystemFlow.Operations.Audit;
using SystemFlow.Operations.Rules;
using SystemFlow.Web.Access;
using SystemFlow.Web.Components.Parts;
using SystemFlow.Web.Components.Words;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Components.Pages.Rules;

/// <summary>Edits how figures become a level, and shows what an edit would do before it does it.</summary>
public sealed partial class PressureRulesPage(
    Permits permits, RuleDocuments documents, AuditLog audit, LiveView live, MetricDictionary dictionary, Footprint footprint)
{
    private const string InForce = "in-force";

    private PressureRules _rules = PressureRules.Standard;
    private PressureForm? _form;
    private PressureRules? _previewed;
    private ImmutableArray<PressureChange>? _preview;
    private ImmutableArray<string> _problems = [];
    private RuleDocument? _opened;
    private string _start = InForce;
    private string _json = "";
    private string? _author;
    private string? _done;
    private int _newestSeen;

    /// <summary>The version to start from; none for the one in force.</summary>
    [SupplyParameterFromQuery(Name = "version")]
    public int? FromVersion { get; set; }

    [CascadingParameter]
    private Task<AuthenticationState>? SignedIn { get; set; }

    private IEnumerable<(string Key, string Words)> Starts =>
    [
        (InForce, $"In force: {documents.Current.Pressure.Name}"),
        .. _opened is { } opened ? [(VersionKey(opened.Version), $"Version {opened.Version}: {opened.Name}")] : Array.Empty<(string, string)>(),
        .. PressureRules.Shipped.Select(rules => (rules.Name, $"Shipped: {rules.Name}")),
    ];

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _author = await permits.ByAsync(SignedIn, Act.EditRules);
        _opened = FromVersion is { } version ? await documents.ReadAsync(RuleKind.Pressure, version) : null;
        await StartFromAsync(_opened is null ? InForce : VersionKey(_opened.Version));
    }

    private static string VersionKey(int version) => $"version-{version.ToString(CultureInfo.InvariantCulture)}";

    private static string Summary(ImmutableArray<PressureChange> preview) => preview.Count(change => change.IsChanged) switch
    {
        0 => "No level would change.",
        1 => $"1 level of {preview.Length} would change.",
        var changed => $"{changed} levels of {preview.Length} would change.",
    };

    private string NameOf(MetricCode code) => dictionary.TryFind(code, out var metric) ? metric.Name : code.ToString();

    private string UnitOf(MetricCode code) => dictionary.TryFind(code, out var metric) ? RuleText.UnitOf(metric) : "";

    private async Task StartFromAsync(string? start)
    {
        _newestSeen = (await documents.HistoryAsync(RuleKind.Pressure))[0].Version;
        _rules = documents.Current.Pressure;
        _start = start ?? InForce;
        _done = null;
        var from = _opened is { } opened && _start == VersionKey(opened.Version)
            ? opened.Body
            : (PressureRules.Shipped.FirstOrDefault(rules => rules.Name == _start) ?? _rules).ToJson();
        _json = from;
        TakeJson();
    }

    private void TakeJson() => Try(() => _form = new PressureForm(Read(_json)));

    private void ShowJson() => Try(() => _json = _form!.ToJson());

    private void Preview() => Try(() =>
    {
        _previewed = Read(_form!.ToJson());
        _json = _previewed.ToJson();
        _rules = documents.Current.Pressure;
        _preview = PressurePreview.Of(_rules, _previewed, live.All, footprint, dictionary);
    });

    private PressureRules Read(string json) => PressureRules.Parse(json, dictionary, footprint);

    private void Try(Action action)
    {
        _problems = [];
        _preview = null;
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
        var saved = await save.KeepAsync(documents, audit, (await SignedIn!).User, RuleKind.Pressure, _newestSeen, _previewed.ToJson(), _opened, _author);
        if (saved.Refusal is { } refusal)
        {
            _problems = [refusal];
            return;
        }

        await StartFromAsync(InForce);
        _done = save.Done(saved);
    }
}
