using System.Globalization;
using SystemFlow.Domain.Places;

namespace SystemFlow.Series.Influx;

/// <summary>Builds InfluxQL: only what 1.x, 2.x and 3 share. Names and texts never go into a query but through here.</summary>
internal static class InfluxQl
{
    /// <summary>The measurement of what counts: one point for each series and moment.</summary>
    public const string Readings = "reading";

    /// <summary>The measurement of what was replaced: one point for each replacement, at the moment of it.</summary>
    public const string Amendments = "amendment";

    /// <summary>The fields of a <see cref="Row"/>, in the order in which <see cref="AnswerRow"/> reads them.</summary>
    public const string Fields = "\"value\", \"counted\", \"submitted\", \"known\", \"about\"";

    private const string All = "\"place\", \"metric\"";

    /// <summary>One page of a series, oldest first.</summary>
    /// <param name="to">The tick after the last.</param>
    public static string Page(SeriesKey key, long from, long to, int limit) => string.Create(CultureInfo.InvariantCulture,
        $"SELECT {Fields} FROM \"{Readings}\" WHERE {Of(key)} AND {Between(from, to)} ORDER BY time LIMIT {limit}");

    /// <summary>The same, of the values alone.</summary>
    public static string ValuesPage(SeriesKey key, long from, long to, int limit) => string.Create(CultureInfo.InvariantCulture,
        $"SELECT \"value\", \"counted\" FROM \"{Readings}\" WHERE {Of(key)} AND {Between(from, to)} ORDER BY time LIMIT {limit}");

    /// <summary>One page of what was replaced in a series, the last replacement first.</summary>
    /// <param name="from">The first period's end.</param>
    /// <param name="to">The tick after the last.</param>
    /// <param name="before">Replaced before, in nanoseconds.</param>
    public static string AmendmentPage(SeriesKey key, long from, long to, long before, int limit) => string.Create(
        CultureInfo.InvariantCulture,
        $"SELECT {Fields}, \"period\", \"by\" FROM \"{Amendments}\" WHERE {Of(key)} AND \"period\" >= {from} AND \"period\" < {to} "
        + $"AND time < {before} ORDER BY time DESC LIMIT {limit}");

    /// <summary>The newest point of each series at a place.</summary>
    public static string Newest(PlaceCode place) => $"SELECT {Fields} FROM \"{Readings}\" WHERE {At(place)} AND {Ever} "
        + "GROUP BY \"metric\" ORDER BY time DESC LIMIT 1";

    /// <summary>The newest point of each series at a place whose period ends by then, of those that were known.</summary>
    public static string Newest(PlaceCode place, long lastEnd, long known) => string.Create(CultureInfo.InvariantCulture,
        $"SELECT {Fields} FROM \"{Readings}\" WHERE {At(place)} AND {Between(long.MinValue, Next(lastEnd))} AND \"known\" <= {known} "
        + $"GROUP BY \"metric\" ORDER BY time DESC LIMIT 1");

    /// <summary>For each series at a place the newest period of what was replaced since, of that which was known.</summary>
    public static string NewestReplaced(PlaceCode place, long lastEnd, long known) => string.Create(CultureInfo.InvariantCulture,
        $"SELECT max(\"period\") AS \"period\" FROM \"{Amendments}\" WHERE {At(place)} AND {Ever} AND \"period\" <= {lastEnd} "
        + $"AND \"known\" <= {known} GROUP BY \"metric\"");

    /// <summary>What stood at one moment, of what was replaced since: the last that was known.</summary>
    public static string LastReplaced(SeriesKey key, long period, long known) => string.Create(CultureInfo.InvariantCulture,
        $"SELECT {Fields}, \"period\", \"by\" FROM \"{Amendments}\" WHERE {Of(key)} AND {Ever} AND \"period\" = {period} "
        + $"AND \"known\" <= {known} ORDER BY time DESC LIMIT 1");

    /// <summary>For each series when its first point was known; or the first that came within so long of its period.</summary>
    public static string FirstKnown(long? within) => string.Create(CultureInfo.InvariantCulture,
        $"SELECT \"known\" FROM \"{Readings}\" WHERE {Ever}{(within is { } lag ? $" AND \"lag\" <= {lag}" : "")} GROUP BY {All} ORDER BY time LIMIT 1");

    /// <summary>For each series when what was first replaced of its earliest period was known.</summary>
    public static string FirstReplaced => $"SELECT min(\"period\"), \"known\" FROM \"{Amendments}\" WHERE {Ever} GROUP BY {All}";

    /// <summary>Every series that has a point; of one place where one is named.</summary>
    public static string Series(PlaceCode? place = null) => $"SELECT last(\"counted\") FROM \"{Readings}\" WHERE {Ever}"
        + $"{(place is { } one ? $" AND {At(one)}" : "")} GROUP BY {All}";

    public static string Count(string measurement) => $"SELECT count(\"counted\") AS \"count\" FROM \"{measurement}\" WHERE {Ever}";

    /// <summary>The moment of the first or the last point.</summary>
    public static string Edge(string selector) => $"SELECT {selector}(\"counted\") FROM \"{Readings}\" WHERE {Ever}";

    /// <param name="last">Within the range.</param>
    public static string DeleteReadings(SeriesKey key, long first, long last) =>
        $"DELETE FROM \"{Readings}\" WHERE {Of(key)} AND {Between(first, Next(last))}";

    /// <param name="at">In nanoseconds.</param>
    public static string DeleteAmendment(SeriesKey key, long at) => string.Create(CultureInfo.InvariantCulture,
        $"DELETE FROM \"{Amendments}\" WHERE {Of(key)} AND time >= {at} AND time <= {at}");

    public static string DeletePlace(string measurement, PlaceCode place) => $"DELETE FROM \"{measurement}\" WHERE {At(place)}";

    public static string CreateDatabase(string name) => $"CREATE DATABASE {Name(name)}";

    /// <summary>A text in its quotes.</summary>
    public static string Text(string text) => '\'' + Escape(text).Replace("'", "\\'", StringComparison.Ordinal) + '\'';

    /// <summary>A name in its quotes.</summary>
    public static string Name(string name) => '"' + Escape(name).Replace("\"", "\\\"", StringComparison.Ordinal) + '"';

    private static string Escape(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static string At(PlaceCode place) => $"\"place\" = {Text(Tag.Write(place.ToString()))}";

    private static string Of(SeriesKey key) => $"{At(key.Place)} AND \"metric\" = {Text(Tag.Write(key.Metric.ToString()))}";

    // Said always: a server may else take 'until now', and senders' clocks run ahead.
    private static string Ever => Between(long.MinValue, long.MaxValue);

    private static string Between(long from, long to) => string.Create(CultureInfo.InvariantCulture,
        $"time >= {Moments.Nanoseconds(from)} AND time {(to > Moments.LastTicks ? "<=" : "<")} {Moments.Nanoseconds(to)}");

    private static long Next(long ticks) => ticks == long.MaxValue ? ticks : ticks + 1;
}
