using System.Text;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Feeds.Kit;

/// <summary>An empty sheet of observations for one place, ready to be filled in and sent.</summary>
public static class TemplateCsv
{
    /// <summary>The columns: those of the observation contract that a partner fills in.</summary>
    public const string Header = "place,metric,value,absent,periodEnd";

    /// <summary>
    /// A line for each metric that the place is asked for, without value and moment: sent as it is, every line is refused, so
    /// that a line that was overlooked is never taken for a figure.
    /// </summary>
    public static string Of(Place place, Footprint footprint, MetricDictionary dictionary)
    {
        var csv = new StringBuilder(Header).Append("\r\n");
        foreach (var metric in PlaceMetrics.Of(place, footprint, dictionary))
        {
            csv.Append(place.Code).Append(',').Append(metric.Code).Append(",,,\r\n");
        }

        return csv.ToString();
    }
}
