using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Http.Extensions;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Audit;
using SystemFlow.Web.Components.Words;

namespace SystemFlow.Web.Components.Pages.Audit;

/// <summary>What is looked for in the audit, as an address spells it: so that the file is the page's.</summary>
/// <param name="Text">Words, as they were typed.</param>
/// <param name="Person">A part of a name or role, or an account.</param>
/// <param name="From">The first day, in England.</param>
/// <param name="To">The last day.</param>
internal sealed record AuditSearch(string Text, string Person, AuditKind? Kind, Place? Place, DateOnly? From, DateOnly? To, long? Before)
{
    /// <summary>The longest text that is looked for, in characters.</summary>
    public const int LongestText = 200;

    private const string DayFormat = "yyyy-MM-dd";
    private const int MostWords = 10;
    private const int FirstYear = 2000;
    private const int LastYear = 2100;

    /// <summary>Reads an address. What it spells wrongly narrows nothing, and is said.</summary>
    public static (AuditSearch Search, ImmutableArray<string> Problems) Read(AuditAddress address, Footprint footprint)
    {
        var problems = ImmutableArray.CreateBuilder<string>();
        var (first, last) = (DayOf(address.From, "first day"), DayOf(address.To, "last day"));
        if (first > last) problems.Add("The last day is before the first.");
        Place? found = null;
        if (!string.IsNullOrWhiteSpace(address.Place) && !footprint.TryFind(address.Place, out found)) problems.Add($"There is no place '{address.Place}'.");
        AuditKind? of = null;
        if (!string.IsNullOrWhiteSpace(address.Kind))
        {
            if (Enum.TryParse<AuditKind>(address.Kind, ignoreCase: true, out var named) && Enum.IsDefined(named)) of = named;
            else problems.Add($"There is no kind '{address.Kind}'.");
        }

        long? before = long.TryParse(address.Before, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        return (new AuditSearch(Cut(address.Q), Cut(address.Person), of, found, first, last, before), problems.ToImmutable());

        DateOnly? DayOf(string? day, string what)
        {
            if (string.IsNullOrWhiteSpace(day)) return null;
            if (DateOnly.TryParseExact(day, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var read) && read.Year is >= FirstYear and <= LastYear) return read;
            problems.Add($"Enter the {what} as a date such as 2026-11-27.");
            return null;
        }
    }

    /// <summary>As the audit is asked. A place brings along what is counted under it.</summary>
    public AuditQuestion Question(Footprint footprint) => new()
    {
        Words = [.. Text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(MostWords)],
        Person = Person.Length > 0 ? Person : null,
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
        if (Person.Length > 0) query.Add("person", Person);
        if (Kind is { } kind) query.Add("kind", kind.ToString());
        if (Place is not null) query.Add("place", Place.Code.ToString());
        if (From is { } first) query.Add("from", first.ToString(DayFormat, CultureInfo.InvariantCulture));
        if (To is { } last) query.Add("to", last.ToString(DayFormat, CultureInfo.InvariantCulture));
        if (Before is { } before) query.Add("before", before.ToString(CultureInfo.InvariantCulture));
        return path + query.ToQueryString();
    }

    private static string Cut(string? text) => (text ?? "").Trim() is var typed && typed.Length > LongestText ? typed[..LongestText] : typed;
}

/// <summary>The fields of an address that looks for lines of the audit.</summary>
/// <param name="Q">Words.</param>
/// <param name="Person">Who.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="Place">A place's code.</param>
/// <param name="From">The first day.</param>
/// <param name="To">The last day.</param>
/// <param name="Before">A line's number, for older ones.</param>
internal sealed record AuditAddress(string? Q, string? Person, string? Kind, string? Place, string? From, string? To, string? Before);
