using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Events;
using SystemFlow.Operations.Journal;

namespace SystemFlow.Web.Components.Pages.Search;

/// <summary>Who did what, where and when, looked for by words, kind, place and days.</summary>
public sealed partial class SearchPage(Journal journal, Footprint footprint) : IDisposable
{
    private const int Most = 100;
    private static readonly JournalSearch Everything = new("", null, null, null, null, null);

    private readonly CancellationTokenSource _closed = new();
    private JournalSearch _search = Everything;
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

    private string Found => (_search.Before is null, _lines.Length > Most) switch
    {
        (true, false) => _lines.Length == 1 ? "1 line, newest first." : $"{_lines.Length} lines, newest first.",
        (true, true) => $"The newest {Most} lines.",
        _ => "Older lines, newest first.",
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        _closed.Cancel();
        _closed.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        long? before = long.TryParse(Before, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        (_search, _problems) = JournalSearch.Read(Text, Kind, Place, From, To, before, footprint);
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

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
