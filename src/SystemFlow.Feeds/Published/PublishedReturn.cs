using System.Collections.Immutable;
using SystemFlow.Domain.Readings;
using SystemFlow.Feeds.Intake;

namespace SystemFlow.Feeds.Published;

/// <summary>Whom the lines of a return are about.</summary>
internal enum PublishedScope
{
    /// <summary>An organisation each, named by its code.</summary>
    Organisation,
    /// <summary>The whole system, without a code: the place that the terms name, else the footprint's whole.</summary>
    System,
    /// <summary>England: looked over and counted, and nothing of it kept.</summary>
    National,
}

/// <summary>A column of figures.</summary>
/// <param name="Header">Its name as <see cref="PublishedHeader.Plain"/> has it.</param>
/// <param name="Metric">What it counts, and by whose bounds it is judged.</param>
internal sealed record PublishedColumn(string Header, MetricCode Metric)
{
    /// <summary>Whether its figures become readings; else they are parts of others, or only compared.</summary>
    public bool IsKept { get; init; } = true;

    /// <summary>Whether some editions lack it.</summary>
    public bool IsOptional { get; init; }

    /// <summary>What the published figure is multiplied by, to have the metric's unit.</summary>
    public double Scale { get; init; } = 1;

    public static PublishedColumn Of(string header, string metric) => new(header, MetricCode.Parse(metric));

    public static PublishedColumn Part(string header, string metric) => Of(header, metric) with { IsKept = false };
}

/// <summary>A figure that is worked out from columns of its line.</summary>
/// <param name="Parts">The columns; where one is refused, so is this.</param>
/// <param name="Value">Null when it cannot be known.</param>
internal sealed record PublishedSum(MetricCode Metric, ImmutableArray<string> Parts, Func<PublishedLine, double?> Value)
{
    public static PublishedSum Of(string metric, ImmutableArray<string> parts, Func<PublishedLine, double?> value) =>
        new(MetricCode.Parse(metric), parts, value);
}

/// <summary>A return as its publisher makes it: its columns by name, and the few rules that it needs.</summary>
/// <param name="Name">As a person calls it.</param>
/// <param name="Period">What stretch of time a line speaks of; null when it cannot be read.</param>
/// <param name="PeriodFrom">The columns that say so, the one to complain of first.</param>
/// <param name="PeriodAdvice">How they are written.</param>
internal sealed record PublishedReturn(
    string Name, ImmutableArray<PublishedColumn> Columns, ImmutableArray<string> PeriodFrom,
    Func<PublishedTexts, PublishedPeriod?> Period, string PeriodAdvice)
{
    public PublishedScope Scope { get; init; }

    /// <summary>The column of the organisation's code.</summary>
    public string Code { get; init; } = "";

    /// <summary>Other columns of words that every edition has.</summary>
    public ImmutableArray<string> Words { get; init; } = [];

    /// <summary>Columns that some edition has and that are not looked at, save for patients.</summary>
    public ImmutableArray<string> Unused { get; init; } = [];

    /// <summary>Whether a day is a line, so that it can be lived through again.</summary>
    public bool IsDaily { get; init; }

    /// <summary>Figures worked out from the columns.</summary>
    public ImmutableArray<PublishedSum> Sums { get; init; } = [];

    /// <summary>Looks over one line by itself.</summary>
    public Action<PublishedLine> Judge { get; init; } = _ => { };

    /// <summary>Looks over the lines of one organisation, or all national ones, in the order of their periods; what is to be said of all.</summary>
    public Func<IReadOnlyList<PublishedLine>, IEnumerable<Refusal>> JudgeAll { get; init; } = _ => [];

    /// <summary>Every column that an edition must have.</summary>
    public IEnumerable<string> Needed =>
        PeriodFrom.Concat(Words).Concat(Code.Length > 0 ? [Code] : [])
            .Concat(Columns.Where(column => !column.IsOptional).Select(column => column.Header));

    /// <summary>Every column that an edition may have.</summary>
    public IEnumerable<string> Known => Needed.Concat(Unused).Concat(Columns.Select(column => column.Header)).Distinct();
}
