using SystemFlow.Domain.Readings;

namespace SystemFlow.Web.Components.Pages;

/// <summary>The metric dictionary. Figures elsewhere link to their entry by its code.</summary>
public sealed partial class MetricsPage(MetricDictionary dictionary)
{
    private IEnumerable<IGrouping<string, Metric>> Groups => dictionary.Metrics.GroupBy(metric => metric.Group);
}
