using SystemFlow.Domain.Readings;

namespace SystemFlow.Domain.Tests.Readings;

public sealed class MetricDictionaryTests
{
    [Fact]
    public void Standard_EveryMetricHasADefinitionAnOriginAndAMost()
    {
        foreach (var metric in MetricDictionary.Standard.Metrics)
        {
            Assert.False(string.IsNullOrWhiteSpace(metric.Definition), $"{metric.Code} has no definition.");
            Assert.False(string.IsNullOrWhiteSpace(metric.Origin), $"{metric.Code} has no origin.");
            Assert.True(metric.IsDerived || metric.Max < double.MaxValue, $"{metric.Code} takes any number.");
        }
    }

    [Theory]
    [InlineData("""[{"code":"a.b","name":"A","unit":"beds","kind":"queue","period":"instant","direction":"neutral","cadence":"00:00:00","definition":"d","origin":"o"}]""", "a.b needs a cadence.")]
    [InlineData("""[{"code":"a.b","name":"A","unit":"beds","kind":"queue","period":"instant","direction":"neutral","cadence":"01:00:00","staleAfter":"00:30:00","definition":"d","origin":"o"}]""", "a.b would be stale before its next reading.")]
    [InlineData("""[{"code":"a.b","name":"A","unit":"percent","kind":"percent","period":"instant","direction":"neutral","cadence":"01:00:00","denominator":["c.d"],"definition":"d","origin":"o"}]""", "a.b is derived from c.d, which is not listed.")]
    public void Parse_AWrongFile_SaysWhatIsWrong(string json, string problem)
    {
        var error = Assert.Throws<FormatException>(() => MetricDictionary.Parse(json));

        Assert.Contains(problem, error.Message);
    }

    [Theory]
    [InlineData("dtoc.patients")]
    [InlineData("dtoc.patients;reason=Di")]
    [InlineData("dtoc.patients;attributable=both")]
    [InlineData("dtoc.patients;reason=A;attributable=nhs")]
    public void MetricKey_IsReadAsItIsWritten(string text)
    {
        Assert.Equal(text, MetricKey.Parse(text).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("DToC patients")]
    [InlineData("dtoc.patients;attributable=nobody")]
    [InlineData("dtoc.patients;ward=7")]
    public void MetricKey_AnythingElse_IsNotOne(string text)
    {
        Assert.False(MetricKey.TryParse(text, null, out _));
    }
}
