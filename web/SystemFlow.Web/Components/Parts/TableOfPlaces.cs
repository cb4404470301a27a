using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Web.Components.Parts;

/// <summary>Columns that stand under one heading.</summary>
/// <param name="Title">The heading; null where the columns speak for themselves.</param>
public sealed record ColumnGroup(string? Title, ImmutableArray<Metric> Metrics);

/// <summary>One of the tables of places: its columns and its name in the style sheet.</summary>
public sealed class TableOfPlaces
{
    private readonly MarkupString _head;
    private readonly MarkupString _headWithTrend;

    private TableOfPlaces(string name, bool hasLevel, params ImmutableArray<ColumnGroup> groups)
    {
        Name = name;
        HasLevel = hasLevel;
        Groups = groups;
        _head = TableHead.Of(this, hasTrend: false);
        _headWithTrend = TableHead.Of(this, hasTrend: true);
    }

    /// <summary>For hospitals, trusts and whatever sums them up.</summary>
    public static TableOfPlaces Hospitals { get; } = new(
        "hospitals",
        hasLevel: true,
        Of("Beds", "beds.ga.occupied", "beds.ga.open", "beds.ga.occupancy", "beds.void"),
        Of("A&E", "ed.in-department", "ed.four-hour-performance", "ed.longest-wait-minutes", "ed.dta-waiting"),
        Of("Ambulance", "ambulance.waiting-handover"),
        Of("Flow out", "dtoc.patients", "nctr.patients"));

    /// <summary>For bed bases.</summary>
    public static TableOfPlaces BedBases { get; } = new(
        "bases",
        hasLevel: true,
        Of(null, "bedbase.occupied", "bedbase.open", "bedbase.occupancy", "bedbase.queue", "dtoc.patients"));

    /// <summary>For localities, most of which have no rules to be scored by.</summary>
    public static TableOfPlaces Localities { get; } = new(
        "localities",
        hasLevel: false,
        Of(null, "carehome.vacancies", "rapid-response.capacity", "rapid-response.referrals", "social-care.packages-available"),
        Of("Its bed bases", "bedbase.occupied", "bedbase.open", "bedbase.occupancy"));

    /// <summary>For the style sheet.</summary>
    public string Name { get; }

    /// <summary>Whether the places have a level.</summary>
    public bool HasLevel { get; }

    /// <summary>The columns between a place's level and its trend.</summary>
    public ImmutableArray<ColumnGroup> Groups { get; }

    /// <summary>The columns and headings.</summary>
    public MarkupString Head(bool hasTrend) => hasTrend ? _headWithTrend : _head;

    private static ColumnGroup Of(string? title, params ReadOnlySpan<string> codes)
    {
        var metrics = ImmutableArray.CreateBuilder<Metric>();
        foreach (var code in codes) metrics.Add(MetricDictionary.Standard[MetricCode.Parse(code)]);
        return new ColumnGroup(title, metrics.ToImmutable());
    }
}
