using System.Collections.Immutable;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Web.Entry;

/// <summary>One figure's field.</summary>
public sealed class EntryField
{
    /// <summary>What was typed; blank for not known.</summary>
    public string Text { get; set; } = "";

    /// <summary>Whether the service is closed, or there is no such thing here.</summary>
    public bool IsAbsent { get; set; }

    /// <summary>Whether there is anything to send.</summary>
    public bool IsFilled => IsAbsent || Text.Trim().Length > 0;
}

/// <summary>What a person filled in for a place.</summary>
public sealed class EntryFields
{
    /// <summary>The figures, by their codes.</summary>
    public Dictionary<MetricCode, EntryField> Figures { get; } = [];

    /// <summary>When the figures were true, by the clock on the wall; null for now.</summary>
    public DateTime? AsAt { get; set; }

    /// <summary>What a correction corrects; null for a first entry.</summary>
    public EntrySaved? Corrects { get; set; }

    /// <summary>The field of a metric.</summary>
    public EntryField this[MetricCode metric] => Figures.TryGetValue(metric, out var field) ? field : Figures[metric] = new EntryField();
}

/// <summary>What was kept of an entry.</summary>
/// <param name="At">When the figures are true. UTC.</param>
/// <param name="By">Who entered them, as the source of the readings.</param>
/// <param name="Lines">Each figure that was sent.</param>
/// <param name="Amended">How many replaced an earlier value for the same moment.</param>
/// <param name="Unchanged">How many said nothing new.</param>
/// <param name="Warnings">What is doubtful about them all the same.</param>
public sealed record EntrySaved(
    DateTimeOffset At, string By, ImmutableArray<TypedLine> Lines, int Amended, int Unchanged, ImmutableArray<string> Warnings);

/// <summary>A figure that was sent: its number as typed, or why there is none.</summary>
public sealed record TypedLine(Metric Metric, string Text, Absent? Absent);

/// <summary>What became of an entry.</summary>
/// <param name="Saved">What was kept; null when nothing was.</param>
/// <param name="Problems">Each with the field that it is about; empty when it is kept.</param>
public sealed record EntryOutcome(EntrySaved? Saved, ImmutableArray<(string Field, string Words)> Problems);
