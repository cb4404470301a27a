using System.Text;
using SystemFlow.Domain.Readings;
using SystemFlow.Feeds.Intake;
using SystemFlow.Feeds.Saner;
using SystemFlow.Testing;
using static SystemFlow.Feeds.Tests.Terms;

namespace SystemFlow.Feeds.Tests.Saner;

/// <summary>SANER reports as partners' systems write them.</summary>
public sealed class SanerBodyTests
{
    [Fact]
    public void Count_UnderACodeOfSaner_IsAReading()
    {
        var reading = Assert.Single(Rows(Report(Population("numImpBedsOcc", "\"count\":561")))).Reading!;

        Assert.Equal(("RWH01", "beds.ga.occupied", 561), ($"{reading.Place}", $"{reading.Metric.Metric}", reading.Value));
        Assert.Equal(A.Monday9am.AddMinutes(-10), reading.PeriodEnd);
        Assert.Equal(A.Monday9am.AddMinutes(-10), reading.SubmittedAt);
        Assert.Null(reading.PeriodStart);
        Assert.Equal(("test", "r-1"), (reading.Source, reading.MessageId));
    }

    [Theory]
    [InlineData("numImpBeds", "beds.ga.open")]
    [InlineData("NUMIMPBEDSAVAIL", "beds.void")]
    [InlineData("numICUBeds", "beds.cc-adult.open")]
    [InlineData("numICUBedsOcc", "beds.cc-adult.occupied")]
    public void Code_WithAMetric_IsThatMetric(string code, string metric)
    {
        var readings = Readings(Report(Population(code, "\"count\":5")));

        Assert.Equal(metric, $"{Assert.Single(readings).Metric.Metric}");
    }

    [Theory]
    [InlineData("numTotBeds")]
    [InlineData("numTotBedsOcc")]
    [InlineData("numTotBedsAvail")]
    [InlineData("numbeds")]
    [InlineData("numBedsOcc")]
    [InlineData("numICUBedsAvail")]
    [InlineData("numVent")]
    public void Code_WithoutAMetric_IsNotUsed_AndSaysSo(string code)
    {
        var row = Assert.Single(Rows(Report(Population(code, "\"count\":5"))));

        Assert.Equal(RowOutcome.Remark, row.Outcome);
        Assert.Equal("not-used", Assert.Single(row.Warnings).Reason);
    }

    [Fact]
    public void IntensiveCare_OfAllAges_IsKeptWithAWarning()
    {
        var rows = Rows(Report(Population("numICUBeds", "\"count\":20")));

        Assert.Contains(rows, row => row.Warnings.Any(warning => warning.Reason == "wider-definition"));
        Assert.Equal(20, Assert.Single(rows, row => row.Reading is not null).Reading!.Value);
    }

    [Fact]
    public void CodeOfOurs_IsThatMetric_WithItsPeriod()
    {
        var reading = Assert.Single(Readings(Report(Ours("ed.attendances", "\"count\":91"))));

        Assert.Equal(("ed.attendances", 91), ($"{reading.Metric.Metric}", reading.Value));
        Assert.Equal(A.Monday9am.AddHours(-9), reading.PeriodStart);
    }

    [Theory]
    [InlineData("beds.ga.ocupied", "\"count\":5", "metric", "unknown-metric")]
    [InlineData("beds.ga.occupancy", "\"count\":5", "metric", "derived-metric")]
    [InlineData("beds.ga.open", "\"count\":-1", "value", "out-of-range")]
    [InlineData("beds.ga.open", "\"count\":1.5", "value", "not-whole")]
    [InlineData("beds.ga.open", "\"count\":\"5\"", "value", "not-a-number")]
    [InlineData("beds.ga.open", "\"count\":[]", "value", "not-a-number")]
    [InlineData("beds.ga.open", "\"count\":null", "value", "missing-field")]
    [InlineData("beds.ga.open", "\"x\":1", "value", "missing-field")]
    [InlineData("beds.ga.open", "\"count\":5,\"_count\":{\"extension\":[{\"url\":\"http://hl7.org/fhir/StructureDefinition/data-absent-reason\",\"valueCode\":\"error\"}]}", "absent", "bad-absent")]
    [InlineData("beds.ga.open", "\"_count\":{\"extension\":[{\"url\":\"http://hl7.org/fhir/StructureDefinition/data-absent-reason\",\"valueCode\":\"lost\"}]}", "absent", "bad-absent")]
    public void Population_ThatIsBad_IsRefusedAsAnObservationWouldBe(string code, string count, string field, string reason)
    {
        var row = Assert.Single(Rows(Report(Ours(code, count))));

        Assert.Equal((1, field, reason), (row.Row, row.Refusals[0].Field, row.Refusals[0].Reason));
    }

    [Theory]
    [InlineData("unsupported", Absent.Unsupported)]
    [InlineData("not-asked", Absent.NotAsked)]
    [InlineData("not-applicable", Absent.NotApplicable)]
    [InlineData("error", Absent.Error)]
    [InlineData("not-a-number", Absent.Error)]
    [InlineData("unknown", Absent.Unknown)]
    [InlineData("temp-unknown", Absent.Unknown)]
    [InlineData("asked-declined", Absent.Unknown)]
    [InlineData("masked", Absent.Unknown)]
    [InlineData("as-text", Absent.Unknown)]
    public void Count_ThatIsMissing_IsAbsentForItsReason_NeverZero(string code, Absent absent)
    {
        var reason = $$"""{"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/data-absent-reason","valueCode":"{{code}}"}]}""";
        string[] bodies =
        [
            Report(Population("numImpBeds", $"\"_count\":{reason}")),
            Report(Population("numImpBeds", $"\"count\":null,\"_count\":{reason}")),
            Report(Population("numImpBeds", reason[1..^1])),
        ];

        Assert.All(bodies, body => Assert.Equal((null, absent), (Readings(body)[0].Value, Readings(body)[0].Absent)));
    }

    [Theory]
    [InlineData("\"subject\":{\"identifier\":{\"value\":\"rwh01\"}}", "RWH01")]
    [InlineData("\"subject\":{\"reference\":\"Location/RWH01\"}", "RWH01")]
    [InlineData("\"subject\":{\"reference\":\"https://fhir.example/r4/Location/RWH01/_history/3\"}", "RWH01")]
    [InlineData("\"subject\":{\"reference\":\"#site\"},\"contained\":[{\"name\":\"Lister\",\"identifier\":[{\"value\":\"RWH01\"}],\"id\":\"site\",\"resourceType\":\"Location\"}]", "RWH01")]
    [InlineData("\"reporter\":{\"identifier\":{\"value\":\"RWH\"}}", "RWH")]
    public void Place_IsTheSubject_ElseTheReporter(string place, string code)
    {
        Assert.Equal(code, $"{Assert.Single(Readings(Report(Population("numImpBeds", "\"count\":5"), place))).Place}");
    }

    [Theory]
    [InlineData("\"subject\":{\"identifier\":{\"value\":\"34\"}},\"reporter\":{\"identifier\":{\"value\":\"RWH01\"}}", "unknown-place")]
    [InlineData("\"subject\":{\"reference\":\"#gone\"}", "missing-field")]
    [InlineData("\"x\":1", "missing-field")]
    public void Place_ThatIsNotKnown_IsRefused_AndNeverGuessed(string place, string reason)
    {
        var row = Assert.Single(Rows(Report(Population("numImpBeds", "\"count\":5"), place)));

        Assert.Equal(reason, row.Refusals[0].Reason);
    }

    [Fact]
    public void Report_MadeBeforeItsPeriodEnds_IsTrueWhenItWasMade()
    {
        var body = Report(Population("numImpBeds", "\"count\":5")).Replace(
            "\"end\":\"2026-01-05T08:50:00Z\"", "\"end\":\"2026-01-05T23:59:59Z\"", StringComparison.Ordinal);

        Assert.Equal(A.Monday9am.AddMinutes(-10), Assert.Single(Readings(body)).PeriodEnd);
    }

    [Fact]
    public void Report_WithoutItsOffset_IsRefused()
    {
        var body = Report(Population("numImpBeds", "\"count\":5")).Replace("08:50:00Z", "08:50:00", StringComparison.Ordinal);

        Assert.Contains(Assert.Single(Rows(body)).Refusals, refusal => refusal.Reason == "no-offset");
    }

    [Theory]
    [InlineData("error")]
    [InlineData("entered-in-error")]
    public void Report_InError_TakesItsFiguresBack(string status)
    {
        var body = Report(Population("numImpBeds", "\"count\":5")).Replace("complete", status, StringComparison.Ordinal);

        Assert.Equal((null, Absent.Error), (Readings(body)[0].Value, Readings(body)[0].Absent));
    }

    [Theory]
    [InlineData("\"complete\"", "\"pending\"", "not-complete")]
    [InlineData("\"complete\"", "\"final\"", "unknown-value")]
    [InlineData("\"summary\"", "\"data-collection\"", "unknown-value")]
    [InlineData("\"group\"", "\"groups\"", "missing-field")]
    public void Report_ThatIsNoFinishedSummary_IsRefused(string old, string now, string reason)
    {
        var body = Report(Population("numImpBeds", "\"count\":5")).Replace(old, now, StringComparison.Ordinal);

        Assert.Equal(reason, Assert.Single(Rows(body)).Refusals[0].Reason);
    }

    [Fact]
    public void Bundle_IsReadReportByReport_AndABadOneStopsNoOther()
    {
        var good = Report(Population("numImpBeds", "\"count\":5"));
        var bad = good.Replace("RWH01", "LISTER", StringComparison.Ordinal);
        var place = """{"name":"Watford General","identifier":[{"value":"RWG02"}],"resourceType":"Location"}""";
        var entries = string.Join(',', new[] { bad, place, good.Replace("RWH01", "RWG02", StringComparison.Ordinal) }
            .Select(resource => $$"""{"fullUrl":"urn:uuid:4c83e586-1277-4132-9b4e-3d1c14d38981","resource":{{resource}}}"""));

        var rows = Rows($$"""{"entry":[{{entries}}],"type":"collection","resourceType":"Bundle"}""");

        Assert.Equal([2, 1, 3], rows.Select(row => row.Row));
        Assert.Equal("RWG02", $"{Assert.Single(rows, row => row.Reading is not null).Reading!.Place}");
    }

    [Fact]
    public void Score_AndStrata_AreSaidNotToBeUsed()
    {
        var group = $$"""{"measureScore":{"value":85},"population":[{{Population("numImpBeds", "\"count\":5")}}],"stratifier":[{"stratum":[{"population":[{"count":2}]}]}]}""";
        var rows = Rows(Report("", groups: group));

        Assert.Equal(2, rows.Count(row => row.Outcome is RowOutcome.Remark));
        Assert.Equal(5, Assert.Single(rows, row => row.Reading is not null).Reading!.Value);
    }

    [Theory]
    [InlineData("ed.longest-wait-minutes", "\"unit\":\"min\",\"system\":\"http://unitsofmeasure.org\",\"code\":\"min\"")]
    [InlineData("ed.longest-wait-minutes", "\"unit\":\"Minutes\"")]
    [InlineData("ed.longest-wait-minutes", "\"x\":1")]
    [InlineData("ed.attendances", "\"code\":\"1\"")]
    [InlineData("ed.attendances", "\"unit\":\"visits\",\"code\":\"{visits}\"")]
    [InlineData("ed.attendances", "\"unit\":\"patient\"")]
    [InlineData("beds.ga.open", "\"unit\":\"beds\"")]
    public void Score_InTheMetricsUnit_IsKept(string code, string unit) =>
        Assert.Equal(85, Assert.Single(Readings(Scored(code, $"\"value\":85,{unit}"))).Value);

    [Theory]
    [InlineData("ed.longest-wait-minutes", "\"unit\":\"hours\"", "unit", "with the code min.")]
    [InlineData("ed.longest-wait-minutes", "\"unit\":\"minutes\",\"code\":\"h\"", "unit", "with the code min.")]
    [InlineData("ed.longest-wait-minutes", "\"code\":\"{waits}\"", "unit", "with the code min.")]
    [InlineData("ed.attendances", "\"unit\":\"%\"", "unit", "with the code 1.")]
    [InlineData("ed.attendances", "\"code\":\"{visits}/{h}\"", "unit", "with the code 1.")]
    [InlineData("ed.attendances", "\"code\":\"min\"", "unit", "with the code 1.")]
    [InlineData("ed.attendances", "\"comparator\":\">=\"", "comparator", "Send the number itself")]
    public void Score_InAnotherUnit_OrABound_IsRefused_WithWhatToSend(string code, string said, string field, string advice)
    {
        var row = Assert.Single(Rows(Scored(code, $"\"value\":85,{said}")));

        Assert.Equal((field, "unknown-value"), (row.Refusals[0].Field, row.Refusals[0].Reason));
        Assert.Contains(advice, row.Refusals[0].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Score_ThatIsMissing_IsAbsentForItsReason_WhereverItStands()
    {
        const string Reason = """{"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/data-absent-reason","valueCode":"not-asked"}]}""";
        string[] bodies =
        [
            Scored("ed.attendances", $"\"_value\":{Reason},\"unit\":\"hours\""),
            Scored("ed.attendances", $"\"value\":null,\"_value\":{Reason}"),
            Scored("ed.attendances", Reason[1..^1]),
        ];

        Assert.All(bodies, body => Assert.Equal((null, Absent.NotAsked), (Readings(body)[0].Value, Readings(body)[0].Absent)));
    }

    [Theory]
    [InlineData("{\"resourceType\":\"Measure\",\"name\":\"BedCapacity\",\"status\":\"active\"}")]
    [InlineData("{\"name\":\"BedCapacity\",\"status\":\"active\",\"resourceType\":\"Measure\"}")]
    public void Measure_InABundle_MayHaveItsName(string measure)
    {
        var rows = Rows(Bundle(measure, Report(Population("numImpBeds", "\"count\":5"))));

        Assert.Equal("not-used", Assert.Single(rows, row => row.Outcome is RowOutcome.Remark).Warnings[0].Reason);
        Assert.Equal(5, Assert.Single(rows, row => row.Reading is not null).Reading!.Value);
    }

    [Theory]
    [InlineData("\"name\":{\"text\":\"Marigold\"}")]
    [InlineData("\"name\":[{\"text\":\"Marigold\"}]")]
    [InlineData("\"name\":\"Beds\",\"contact\":[{\"name\":\"Marigold\"}]")]
    [InlineData("\"name\":\"Beds\",\"address\":\"1 Nightingale Way\"")]
    public void Measure_WithAnythingMoreOfAPerson_IsRefusedWhole(string fields)
    {
        var body = Bundle($$"""{"resourceType":"Measure",{{fields}}}""", Report(Population("numImpBeds", "\"count\":5")));

        Assert.Equal(PatientGuard.Refusal, Read(body).Refused);
    }

    [Theory]
    [InlineData("\"type\":\"summary\"", "\"type\":\"individual\"")]
    [InlineData("\"type\":\"summary\"", "\"type\":\"subject-list\"")]
    [InlineData("\"id\":\"r-1\"", "\"subject\":{\"reference\":\"Patient/7\"}")]
    [InlineData("\"id\":\"r-1\"", "\"subject\":{\"reference\":\"https://fhir.example/Patient/7\"}")]
    [InlineData("\"id\":\"r-1\"", "\"subject\":{\"type\":\"Patient\",\"display\":\"Marigold\"}")]
    [InlineData("\"id\":\"r-1\"", "\"subject\":{\"identifier\":{\"system\":\"https://fhir.nhs.uk/Id/nhs-number\"}}")]
    [InlineData("\"id\":\"r-1\"", "\"evaluatedResource\":[{\"reference\":\"Patient/7\"}]")]
    [InlineData("\"id\":\"r-1\"", "\"id\":\"9434765919\"")]
    [InlineData("\"id\":\"r-1\"", "\"text\":{\"div\":\"<div>943 476 5919</div>\"}")]
    [InlineData("\"id\":\"r-1\"", "\"x\":9434765919")]
    [InlineData("\"id\":\"r-1\"", "\"birthDate\":\"1948-07-05\"")]
    [InlineData("\"id\":\"r-1\"", "\"name\":\"Marigold\"")]
    [InlineData("\"id\":\"r-1\"", "\"subject\":{\"name\":\"Marigold\"}")]
    [InlineData("\"id\":\"r-1\"", "\"contained\":[{\"name\":[{\"text\":\"Marigold\"}],\"resourceType\":\"Patient\"}]")]
    [InlineData("\"id\":\"r-1\"", "\"contained\":[{\"resourceType\":\"Encounter\"}]")]
    [InlineData("\"id\":\"r-1\"", "\"contained\":[{\"resourceType\":[\"Location\"],\"name\":\"Marigold\"}]")]
    [InlineData("\"count\":5", "\"count\":5,\"subjectResults\":{\"reference\":\"List/1\"}")]
    public void Body_ThatMentionsAPatient_IsRefusedWhole(string old, string now)
    {
        var body = Report(Population("numImpBeds", "\"count\":5"));
        Assert.Contains(old, body, StringComparison.Ordinal);

        var refused = Read(body.Replace(old, now, StringComparison.Ordinal)).Refused;

        Assert.Equal(PatientGuard.Refusal, refused);
    }

    [Theory]
    [InlineData("")]
    [InlineData("7")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"resourceType\":\"OperationOutcome\"}")]
    [InlineData("{\"resourceType\":\"Bundle\"}")]
    [InlineData("{\"resourceType\":\"MeasureReport\"")]
    [InlineData("{\"resourceType\":\"MeasureReport\",\"id\":\"\\ud800\"}")]
    public void Body_ThatIsNoReport_IsUnreadable(string body)
    {
        Assert.Equal("unreadable", Read(body).Refused?.Reason);
    }

    [Fact]
    public void Body_ThatNestsTooDeep_OrHasTooManyRows_IsRefused()
    {
        var few = At9am with { Options = new FeedOptions { MaxRows = 1 } };
        var two = Population("numImpBeds", "\"count\":5") + "," + Population("numImpBedsOcc", "\"count\":4");

        Assert.Equal("unreadable", Read(new string('[', 40)).Refused?.Reason);
        Assert.Equal("too-many-rows", SanerBody.Read(Encoding.UTF8.GetBytes(Report(two)), few).Refused?.Reason);
    }

    private static string Population(string code, string count) => $$"""
        {"code":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/measure-population","code":"numerator"},
        {"system":"http://hl7.org/fhir/uv/saner/CodeSystem/MeasuredValues","code":"{{code}}"}]},{{count}}}
        """;

    /// <summary>A report of a measure score under a code of ours.</summary>
    private static string Scored(string code, string score) => Report("", groups:
        $$$"""{"code":{"coding":[{"system":"urn:systemflow:metric","code":"{{{code}}}"}]},"measureScore":{{{{score}}}}}""");

    private static string Bundle(params string[] resources) =>
        $$"""{"entry":[{{string.Join(',', resources.Select(one => $$"""{"resource":{{one}}}"""))}}],"type":"collection","resourceType":"Bundle"}""";

    private static string Ours(string code, string count) =>
        $$"""{"code":{"coding":[{"system":"urn:systemflow:metric","code":"{{code}}"}]},{{count}}}""";

    private static string Report(string populations, string place = "\"subject\":{\"identifier\":{\"value\":\"RWH01\"}}", string? groups = null) => $$"""
        {"resourceType":"MeasureReport","id":"r-1","status":"complete","type":"summary",
        "measure":"http://hl7.org/fhir/uv/saner/Measure/Beds",{{place}},"date":"2026-01-05T08:50:00Z",
        "period":{"start":"2026-01-05T00:00:00Z","end":"2026-01-05T08:50:00Z"},
        "group":[{{groups ?? $$"""{"population":[{{populations}}]}"""}}]}
        """;

    private static IntakeBody Read(string body) => SanerBody.Read(Encoding.UTF8.GetBytes(body), At9am);

    private static List<IntakeRow> Rows(string body)
    {
        var read = Read(body);
        Assert.Null(read.Refused);
        return [.. read.Rows];
    }

    private static List<Reading> Readings(string body) => [.. Rows(body).Select(row => row.Reading).OfType<Reading>()];
}
