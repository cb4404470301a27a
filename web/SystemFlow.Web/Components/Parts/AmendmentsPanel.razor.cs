using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Series;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Components.Parts;

/// <summary>
/// What figures of a place were before they were amended. Read from the record when it is opened, not before; closed when another
/// moment is shown.
/// </summary>
public sealed partial class AmendmentsPanel(ISeriesStore store, MetricDictionary dictionary, ViewMoment moment) : IDisposable
{
    private const int MostLines = 100;
    private static readonly TimeSpan Back = TimeSpan.FromDays(14);

    private readonly CancellationTokenSource _closed = new();
    private ImmutableArray<(Metric Metric, Amendment Amendment)>? _lines;
    private DateTimeOffset? _at;

    /// <summary>The place.</summary>
    [Parameter, EditorRequired]
    public required Place Place { get; set; }

    /// <summary>It now: the series that it has.</summary>
    [Parameter, EditorRequired]
    public required PlaceState State { get; set; }

    /// <summary>The moment to count back from. UTC.</summary>
    [Parameter, EditorRequired]
    public required DateTimeOffset Now { get; set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _closed.Cancel();
        _closed.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (_at != moment.At) (_at, _lines) = (moment.At, null);
    }

    private async Task ToggleAsync()
    {
        var (end, at) = (_closed.Token, _at);
        var lines = new List<(Metric, Amendment)>();
        try
        {
            foreach (var figure in State.Figures.Where(figure => figure.Value is { Coverage: null, Reading.Source: not Figure.Derived }))
            {
                var amendments = store.AmendmentsAsync(Place.Code, figure.Key, Now - Back, Now + Back, end);
                await foreach (var amendment in amendments.Where(amendment => at is null || amendment.By <= at).Take(MostLines)) lines.Add((dictionary[figure.Key.Metric], amendment));
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            return; // Closed meanwhile.
        }

        if (at == _at) _lines = [.. lines.OrderByDescending(line => line.Item2.By).Take(MostLines)];
    }
}
