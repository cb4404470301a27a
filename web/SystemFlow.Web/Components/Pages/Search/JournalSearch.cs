using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Http.Extensions;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Journal;
using SystemFlow.Web.Components.Words;

namespace SystemFlow.Web.Components.Pages.Search;

/// <summary>What is looked for in the journal, as an address spells it: so that a search can be shared, and its file is the page's.</summary>
/// <param name="Text">As it was typed.</param>
/// <param name="From">The first day, in England.</param>
/// <param name="To">The last day.</param>
internal sealed record JournalSearch(string Text, JournalKind? Kind, Place? Place, DateOnly? From, DateOnly? To, long? Before)
{
    /// <summary>The longest text that is looked for, in characters.</summary>
    public const int LongestText = 200;

    private const int MostWords = 10;
    private const int FirstYear = 2000;
    private const int LastYear = 2100;

    /// <summary>Reads an address. What it spells wrongly narrows nothing, and is said.</summary>
    public static (JournalSearch Search, ImmutableArray<string> Problems) Read(
        string? text, string? kind, string? place, string? from, string? to, long? before, Footprint footprint)
    {
        var problems = ImmutableArray.CreateBuilder<string>();
        var (first, last) = (DayOf(from, "first day"), DayOf(to, "last day"));
        if (first > last) problems.Add("The last day is before the first.");
        Place? found = null;
        if (!string.IsNullOrWhiteSpace(place) && !footprint.TryFind(place, out found)) problems.Add($"There is no place '{place}'.");
        JournalKind? of = null;
        if (!string.IsNullOrWhiteSpace(kind))
        {
            if (Enum.TryParse<JournalKind>(kind, ignoreCase: true, out var named) && Enum.IsDefined(named)) of = named;
            else problems.Add($"There is no kind '{kind}'.");
        }

        var typed = (text ?? "").Trim();
        if (typed.Length > LongestText) typed = typed[..LongestText];
        return (new JournalSearch(typed, of, found, first, last, before), problems.ToImmutable());

        DateOnly? DayOf(string? day, string what)
        {
            if (string.IsNullOrWhiteSpace(day)) return null;
            if (DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read) && read.Year is >= FirstYear and <= LastYear)
            {
                return read;
            }

            problems.Add($"Enter the {what} as a date such as 2026-11-27.");
            return null;
        }
    }

    /// <summary>As the journal is asked. A place brings along what is counted under it.</summary>
    public JournalQuestion Question(Footprint footprint) => new()
    {
        Words = [.. Text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(MostWords)],
        Kind = Kind,
        Places = Place is null ? [] : [Place.Code, .. footprint.Under(Place).Select(place => place.Code)],
        From = From is { } first ? UkTime.Midnight(first) : null,
        To = To is { } last ? UkTime.Midnight(last.AddDays(1)) : null,
        Before = Before,
    };

    /// <summary>The address of the same search.</summary>
    /// <param name="path">Of the page or of the file.</param>
    public string On(string path)
    {
        var query = new QueryBuilder();
        if (Text.Length > 0) query.Add("q", Text);
        if (Kind is { } kind) query.Add("kind", kind.ToString());
        if (Place is not null) query.Add("place", Place.Code.ToString());
        if (From is { } first) query.Add("from", first.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        if (To is { } last) query.Add("to", last.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        if (Before is { } before) query.Add("before", before.ToString(CultureInfo.InvariantCulture));
        return path + query.ToQueryString();
    }
}
