using System.Globalization;
using SystemFlow.Domain.Alerts;
using SystemFlow.Feeds.Intake;
using SystemFlow.Web.Components.Words;

namespace SystemFlow.Web.Charts;

/// <summary>A chart as a file that opens in a spreadsheet: a line for each of its points, to the digit. A gap is a blank cell.</summary>
internal static class TrendCsv
{
    /// <summary>The first line.</summary>
    public const string Head =
        "place,placeName,metric,metricName,unit,from,value,comparedFrom,comparedValue,plan,target,mean,lowerLimit,upperLimit,variation,source,asOf";

    /// <summary>The name that says what is in it, without its ending: <c>systemflow-RWH01-ed.in-department-24h</c>.</summary>
    public static string Name(TrendQuestion question) =>
        $"systemflow-{question.Place.Code}-{question.Metric.Code}-{question.SpanName}{(question.Kind is TrendKind.Spc ? "-spc" : "")}";

    /// <summary>The whole file.</summary>
    /// <param name="source">Whose figures they are.</param>
    public static string Of(TrendView view, string source) =>
        string.Join("\r\n", view.Rows.Select((row, index) => Line(view, row, index, source)).Prepend(Head).Append(""));

    private static string Line(TrendView view, TrendRow row, int index, string source)
    {
        var question = view.Question;
        string[] cells =
        [
            question.Place.Code.ToString(), question.Place.Name, question.Metric.Code.ToString(), question.Metric.Name,
            FigureText.Of(question.Metric.Unit), Moment(row.At), Number(row.Value), row.EarlierAt is { } then ? Moment(then) : "", Number(row.Earlier),
            Number(row.Plan), Number(row.Target), Number(view.Limits?.Mean), Number(view.Limits?.Lower), Number(view.Limits?.Upper),
            view.Spc is { } spc && row.Value is not null ? SpcText.Of(spc.Points[index]) : "", source, Moment(view.At),
        ];
        return string.Join(',', cells.Select(SheetCell.Of));
    }

    // By the clock on the wall, which a reader has in mind, with its distance from UTC.
    private static string Moment(DateTimeOffset at) => EnglandCalendar.Local(at).ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);

    private static string Number(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "";
}
