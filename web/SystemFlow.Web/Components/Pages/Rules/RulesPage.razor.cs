using System.Collections.Immutable;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Domain.Readings;
using SystemFlow.Domain.Rules;
using SystemFlow.Operations.Rules;

namespace SystemFlow.Web.Components.Pages.Rules;

/// <summary>The rules in force, each kind with its history. An edit elsewhere shows at once.</summary>
public sealed partial class RulesPage(RuleDocuments documents, MetricDictionary dictionary) : IDisposable
{
    private ImmutableDictionary<RuleKind, ImmutableArray<RuleDocument>> _history =
        ImmutableDictionary<RuleKind, ImmutableArray<RuleDocument>>.Empty;

    private RuleBook Book => documents.Current;

    private List<(PlaceKind Kind, PressureParameter Parameter, Metric Metric)> Measures =>
    [
        .. from parameters in Book.Pressure.Parameters
           from parameter in parameters.Of
           select (parameters.Kind, parameter, dictionary[parameter.Metric]),
    ];

    private int Unconfirmed => Measures.Count(measure => measure.Parameter.ConfirmedBy is null);

    /// <inheritdoc/>
    public void Dispose() => documents.Changed -= Reload;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        documents.Changed += Reload;
        await LookAsync();
    }

    private void Reload() => _ = InvokeAsync(async () =>
    {
        try
        {
            await LookAsync();
            StateHasChanged();
        }
        catch (Exception error)
        {
            await DispatchExceptionAsync(error);
        }
    });

    private async Task LookAsync()
    {
        foreach (var kind in Enum.GetValues<RuleKind>()) _history = _history.SetItem(kind, await documents.HistoryAsync(kind));
    }

    private ImmutableArray<RuleDocument> HistoryOf(RuleKind kind) => _history.GetValueOrDefault(kind, []);

    private RuleDocument? InForce(RuleKind kind) =>
        HistoryOf(kind).FirstOrDefault(document => document.Version == documents.VersionInForce(kind));

    private string? ConfirmedBy(RuleKind kind) => InForce(kind)?.ConfirmedBy;

    private string SavedWords(RuleKind kind) => InForce(kind) switch
    {
        { Version: 0 } or null => "as shipped",
        var document => $"saved as version {document.Version} by {document.Author}, {Words.UkTime.DateAndClock(document.At)}",
    };
}
