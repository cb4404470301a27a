using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Domain.Rules;
using SystemFlow.Web.Components.Words;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Components.Pages;

/// <summary>
/// The metric dictionary. Figures elsewhere link to their entry by its code. Who reports is looked up with the ages, every
/// ten seconds: an entry is read, not watched.
/// </summary>
public sealed partial class MetricsPage(MetricDictionary dictionary, Footprint footprint, IRuleBook book, LiveView live, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _closed = new();
    private ImmutableArray<IGrouping<string, Metric>> _groups = [];
    private ILookup<MetricCode, MetricCode> _usedBy = Array.Empty<MetricCode>().ToLookup(code => code);
    private ImmutableDictionary<MetricCode, ImmutableArray<MetricThreshold>> _thresholds = ImmutableDictionary<MetricCode, ImmutableArray<MetricThreshold>>.Empty;
    private ImmutableDictionary<PlaceCode, PlaceState> _states = live.All;
    private DateTimeOffset _now;

    /// <summary>What is searched for; null for all metrics.</summary>
    [SupplyParameterFromQuery]
    public string? Q { get; set; }

    private int Found => _groups.Sum(group => group.Count());

    private string Here => string.IsNullOrWhiteSpace(Q) ? "/metrics" : $"/metrics?q={Uri.EscapeDataString(Q)}";

    /// <inheritdoc/>
    public void Dispose()
    {
        _closed.Cancel();
        _closed.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        _groups = [.. dictionary.Metrics.Where(metric => MetricSearch.Finds(Q, metric)).GroupBy(metric => metric.Group)];
        _usedBy = dictionary.Metrics
            .SelectMany(metric => metric.Numerator.Concat(metric.Denominator).Concat(metric.Parts).Distinct().Select(part => (Part: part, metric.Code)))
            .ToLookup(use => use.Part, use => use.Code);
        Look();
    }

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender) _ = FollowAsync(_closed.Token);
    }

    private async Task FollowAsync(CancellationToken closed)
    {
        try
        {
            await PageLoops.TickAsync(time, LookEvery, () => InvokeAsync(LookAgain), closed);
        }
        catch (Exception error) when (!closed.IsCancellationRequested)
        {
            await DispatchExceptionAsync(error);
        }
    }

    private void LookAgain()
    {
        Look();
        StateHasChanged();
    }

    private void Look()
    {
        _now = time.GetUtcNow();
        _states = live.All;
        _thresholds = dictionary.Metrics.ToImmutableDictionary(metric => metric.Code, metric => MetricThresholds.Of(metric, book.Current, dictionary));
    }
}
