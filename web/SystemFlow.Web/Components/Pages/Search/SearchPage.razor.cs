using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Events;
using SystemFlow.Operations.Journal;

namespace SystemFlow.Web.Components.Pages.Search;

/// <summary>Who did what, where and when, looked for by words, kind, place and days.</summary>
public sealed partial class SearchPage(Journal journal, Footprint footprint) : IDisposable
{
    private const int Most = 100;

    private readonly CancellationTokenSource _closed = new();
    private LineSearch<JournalKind> _search = new();
    private ImmutableArray<string> _problems = [];
    private ImmutableArray<JournalLine> _lines = [];

    /// <summary>Words.</summary>
    [SupplyParameterFromQuery(Name = "q")]
    public string? Text { get; set; }

    /// <summary>What it is about.</summary>
    [SupplyParameterFromQuery]
    public string? Kind { get; set; }

    /// <summary>A place's code.</summary>
    [SupplyParameterFromQuery]
    public string? Place { get; set; }

    /// <summary>The first day.</summary>
    [SupplyParameterFromQuery]
    public string? From { get; set; }

    /// <summary>The last day.</summary>
    [SupplyParameterFromQuery]
    public string? To { get; set; }

    /// <summary>Older than this line.</summary>
    [SupplyParameterFromQuery]
    public string? Before { get; set; }

    private string Found => _search.Found(_lines.Length, Most);

    /// <inheritdoc/>
    public void Dispose()
    {
        _closed.Cancel();
        _closed.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        (_search, _problems) = LineSearch<JournalKind>.Read(new LineAddress(Text, null, Kind, Place, From, To, Before), footprint);
        try
        {
            _lines = await journal.ReadAsync(_search.Question(footprint), Most + 1, _closed.Token);
        }
        catch (EventLogException)
        {
            (_problems, _lines) = ([.. _problems, "The journal cannot be read now. Try again in a minute."], []);
        }
        catch (OperationCanceledException) when (_closed.IsCancellationRequested)
        {
            // The page is gone.
        }
    }

    private static string? Day(DateOnly? day) => LineSearch<JournalKind>.Day(day);
}
