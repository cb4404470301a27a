using System.Collections.Immutable;
using SystemFlow.Domain.Pressures;

namespace SystemFlow.Web.Editions;

/// <summary>
/// A document as it is read. The page, the mail, the paper and the file are made of this and nothing else, so that no figure can
/// differ between them.
/// </summary>
/// <param name="Title">What it is.</param>
/// <param name="AsOf">The moment or the stretch that it speaks of, in words.</param>
/// <param name="Marks">What a reader must know before anything else, such as that it is an exercise.</param>
/// <param name="Basis">What its figures rest on, for the foot.</param>
public sealed record Sheet(
    string Title, string AsOf, ImmutableArray<string> Marks, ImmutableArray<SheetFact> Facts, ImmutableArray<SheetSection> Sections,
    ImmutableArray<string> Basis);

/// <summary>A headline: one figure of the whole system.</summary>
/// <param name="Notes">Its unit, what it is of, and what it was before.</param>
public sealed record SheetFact(string Name, SheetValue Cell, ImmutableArray<string> Notes);

/// <summary>A part with a heading.</summary>
/// <param name="Id">Names it in addresses and in the file.</param>
/// <param name="Lines">Sentences above the table.</param>
/// <param name="Table">Null where sentences say it all.</param>
/// <param name="After">Sentences under the table.</param>
public sealed record SheetSection(string Id, string Title, ImmutableArray<string> Lines, SheetTable? Table, ImmutableArray<string> After)
{
    /// <summary>Whether it needs the whole width; others stand two beside each other where there is room.</summary>
    public bool IsWide { get; init; }
}

/// <summary>A table.</summary>
/// <param name="First">What the first column has, such as "Place".</param>
/// <param name="Columns">The others.</param>
public sealed record SheetTable(string Caption, string First, ImmutableArray<SheetColumn> Columns, ImmutableArray<SheetRow> Rows);

/// <summary>A column.</summary>
/// <param name="Metric">The metric's code; null where it is none.</param>
/// <param name="Unit">In words; empty where it has none.</param>
/// <param name="IsNumber">Whether its cells stand on the right.</param>
public sealed record SheetColumn(string Name, string? Metric = null, string Unit = "", bool IsNumber = false);

/// <summary>A row.</summary>
/// <param name="Name">What it is about.</param>
/// <param name="Code">The place's code; empty where it is about none.</param>
/// <param name="IsSum">Whether it sums up those that follow.</param>
/// <param name="Note">What stands small under the name.</param>
public sealed record SheetRow(string Name, string Code, bool IsSum, ImmutableArray<SheetValue> Cells, string? Note = null);

/// <summary>What a cell's text is.</summary>
public enum SheetTone
{
    /// <summary>A figure that may be acted on, or words.</summary>
    Plain,
    /// <summary>Late: shown with its age.</summary>
    Late,
    /// <summary>Silent: too old to act on.</summary>
    Stale,
    /// <summary>No figure.</summary>
    None,
    /// <summary>A level, in words; <see cref="SheetValue.Level"/> says which.</summary>
    Level,
}

/// <summary>A cell.</summary>
/// <param name="Text">As screens show it, with its unit where that is not plain.</param>
/// <param name="Note">What stands small under it: its age, how many it covers.</param>
/// <param name="Value">The figure to the digit, for the file; null where it is words or missing.</param>
/// <param name="At">When it was true. UTC; null where it is words or missing.</param>
public sealed record SheetValue(
    string Text, string? Note = null, double? Value = null, DateTimeOffset? At = null, SheetTone Tone = SheetTone.Plain, OpelLevel? Level = null)
{
    /// <summary>A level in words.</summary>
    public static SheetValue Of(OpelLevel? level, string words, string? note = null) =>
        new(words, note, (int?)level, Tone: SheetTone.Level, Level: level);
}
