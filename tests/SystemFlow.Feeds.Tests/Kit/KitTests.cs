using System.Reflection;
using System.Text;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Feeds.Intake;
using SystemFlow.Feeds.Kit;
using SystemFlow.Feeds.Observations;
using SystemFlow.Testing;

namespace SystemFlow.Feeds.Tests.Kit;

public sealed class KitTests
{
    private static readonly Footprint Places = Footprint.HertfordshireWestEssex;
    private static readonly IntakeTerms Terms = new(Places, MetricDictionary.Standard, new FeedOptions(), A.Monday9am, "test");

    public static TheoryData<string> EveryPlace => [.. Places.Places.Select(place => place.Code.ToString())];

    [Theory]
    [MemberData(nameof(EveryPlace))]
    public void Template_FilledIn_IsAcceptedWhole(string code)
    {
        var place = Places.Find(PlaceCode.Parse(code));
        var template = TemplateCsv.Of(place, Places, MetricDictionary.Standard);

        var filled = template.Replace(",,,\r\n", ",1,,2026-01-05T08:50:00Z\r\n", StringComparison.Ordinal);
        var rows = ObservationBody.Read(Encoding.UTF8.GetBytes(filled), ObservationFormat.Csv, Terms).Rows.ToList();

        Assert.Equal(PlaceMetrics.Of(place, Places, MetricDictionary.Standard).Length, rows.Count);
        Assert.All(rows, row => Assert.NotNull(row.Reading));
    }

    [Fact]
    public void Template_AsItIs_IsRefusedLineByLine_SoThatABlankIsNeverAFigure()
    {
        var template = TemplateCsv.Of(Places.Find(PlaceCode.Parse("RY424")), Places, MetricDictionary.Standard);

        var rows = ObservationBody.Read(Encoding.UTF8.GetBytes(template), ObservationFormat.Csv, Terms).Rows.ToList();

        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.Contains(row.Refusals, refusal => refusal is { Field: "value", Reason: Reasons.MissingField }));
    }

    [Fact]
    public void PlaceMetrics_OfATrust_AreItsHospitals_AndNoneIsWorkedOutHere()
    {
        var trust = PlaceMetrics.Of(Places.Find(PlaceCode.Parse("RWH")), Places, MetricDictionary.Standard);
        var hospital = PlaceMetrics.Of(Places.Find(A.Lister), Places, MetricDictionary.Standard);

        Assert.Equal(hospital, trust);
        Assert.DoesNotContain(trust, metric => metric.IsDerived);
    }

    [Fact]
    public void Advice_KnowsEveryReasonThatThereIs()
    {
        var known = ReasonAdvice.Rows.Concat(ReasonAdvice.Bodies).Concat(ReasonAdvice.Warnings).Select(help => help.Reason).ToHashSet();

        var reasons = typeof(Reasons).Assembly.GetTypes()
            .Where(type => type is { IsAbstract: true, IsSealed: true } && type.Name.EndsWith("Reasons", StringComparison.Ordinal))
            .SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Static))
            .Where(field => field.IsLiteral)
            .Select(field => (string)field.GetRawConstantValue()!);

        Assert.Superset(reasons.ToHashSet(), known);
    }
}
