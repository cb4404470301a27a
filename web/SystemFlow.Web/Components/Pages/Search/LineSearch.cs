using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Http.Extensions;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Audit;
using SystemFlow.Operations.Journal;
using SystemFlow.Web.Components.Words;

namespace SystemFlow.Web.Components.Pages.Search;

/// <summary>The fields of an address that looks for lines of the journal or of the audit.</summary>
/// <param name="Q">Words.</param>
/// <param name="Person">Who; of the audit alone.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="Place">A place's code.</param>
/// <param name="From">The first day.</param>
/// <param name="To">The last day.</param>
/// <param name="Before">A line's number, for older ones.</param>
internal sealed record LineAddress(string? Q, string? Person, string? Kind, string? Place, string? From, string? To, string? Before);

/// <summary>What is looked for in the journal or in the audit, as an address spells it: so that a search can be shared, and its file is the page's.</summary>
/// <param name="Text">Words, as they were typed.</param>
/// <param name="Person">A part of a name or role, or an account; empty for anybody.</param>
/// <param name="From">The first day, in England.</param>
/// <param name="To">The last day.</param>
internal sealed record LineSearch<TKind>(string Text, string Person, TKind? Kind, Place? Place, DateOnly? From, DateOnly? To, long? Before)
    where TKind : struct, Enum
{
    private const string DayFormat = "yyyy-MM-dd";
    private const int MostWords = 10;
    private const int FirstYear = 2000;
    private const int LastYear = 2100;

    /// <summary>Everything.</summary>
    public LineSearch()
        : this("", "", null, null, null, null, null)
    {
    }

    /// <summary>Whether nothing narrows it.</summary>
    public bool IsEverything => this == new LineSearch<TKind>();

    /// <summary>The words, each by itself.</summary>
    public ImmutableArray<string> Words => [.. Text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(MostWords)];

    /// <summary>When the first day begins. UTC.</summary>
    public DateTimeOffset? Begins => From is { } first ? UkTime.Midnight(first) : null;

    /// <summary>When the last day is over. UTC.</summary>
    public DateTimeOffset? Ends => To is { } last ? UkTime.Midnight(last.AddDays(1)) : null;

    /// <summary>Reads an address. What it spells wrongly narrows nothing, and is said.</summary>
    public static (LineSearch<TKind> Search, ImmutableArray<string> Problems) Read(LineAddress address, Footprint footprint)
    {
        var problems = ImmutableArray.CreateBuilder<string>();
        var (first, last) = (DayOf(address.From, "first day"), DayOf(address.To, "last day"));
        if (first > last) problems.Add("The last day is before the first.");
        Place? found = null;
        if (!string.IsNullOrWhiteSpace(address.Place) && !footprint.TryFind(address.Place, out found)) problems.Add($"There is no place '{address.Place}'.");
        TKind? of = null;
        if (!string.IsNullOrWhiteSpace(address.Kind))
        {
            if (Enum.TryParse<TKind>(address.Kind, ignoreCase: true, out var named) && Enum.IsDefined(named)) of = named;
            else problems.Add($"There is no kind '{address.Kind}'.");
        }

        long? before = long.TryParse(address.Before, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        return (new LineSearch<TKind>(Cut(address.Q), Cut(address.Person), of, found, first, last, before), problems.ToImmutable());

        DateOnly? DayOf(string? day, string what)
        {
            if (string.IsNullOrWhiteSpace(day)) return null;
            if (DateOnly.TryParseExact(day, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var read) && read.Year is >= FirstYear and <= LastYear) return read;
            problems.Add($"Enter the {what} as a date such as 2026-11-27.");
            return null;
        }
    }

    /// <summary>The place, and what is counted under it; empty for all.</summary>
    public ImmutableArray<PlaceCode> Places(Footprint footprint) => Place is null ? [] : [Place.Code, .. footprint.Under(Place).Select(place => place.Code)];

    /// <summary>The address of the same search.</summary>
    /// <param name="path">Of the page or of the file.</param>
    public string On(string path)
    {
        var query = new QueryBuilder();
        if (Text.Length > 0) query.Add("q", Text);
        if (Person.Length > 0) query.Add("person", Person);
        if (Kind is { } kind) query.Add("kind", kind.ToString());
        if (Place is not null) query.Add("place", Place.Code.ToString());
        if (Day(From) is { } first) query.Add("from", first);
        if (Day(To) is { } last) query.Add("to", last);
        if (Before is { } before) query.Add("before", before.ToString(CultureInfo.InvariantCulture));
        return path + query.ToQueryString();
    }

    /// <summary>What was found, in words.</summary>
    /// <param name="lines">How many lines were read, one more than are shown where there are more.</param>
    public string Found(int lines, int shown) => (Before is null, lines > shown) switch
    {
        (true, false) => lines == 1 ? "1 line, newest first." : $"{lines} lines, newest first.",
        (true, true) => $"The newest {shown} lines.",
        _ => "Older lines, newest first.",
    };

    /// <summary>A day as a field of a form has it.</summary>
    public static string? Day(DateOnly? day) => day?.ToString(DayFormat, CultureInfo.InvariantCulture);

    private static string Cut(string? text) => (text ?? "").Trim() is var typed && typed.Length > LineSearches.LongestText ? typed[..LineSearches.LongestText] : typed;
}

/// <summary>A search as the journal and the audit are asked.</summary>
internal static class LineSearches
{
    /// <summary>The longest text that is looked for, in characters.</summary>
    public const int LongestText = 200;

    /// <summary>Of the journal.</summary>
    public static JournalQuestion Question(this LineSearch<JournalKind> search, Footprint footprint) => new()
    {
        Words = search.Words,
        Kind = search.Kind,
        Places = search.Places(footprint),
        From = search.Begins,
        To = search.Ends,
        Before = search.Before,
    };

    /// <summary>Of the audit.</summary>
    public static AuditQuestion Question(this LineSearch<AuditKind> search, Footprint footprint) => new()
    {
        Words = search.Words,
        Person = search.Person.Length > 0 ? search.Person : null,
        Kind = search.Kind,
        Places = search.Places(footprint),
        From = search.Begins,
        To = search.Ends,
        Before = search.Before,
    };
}
