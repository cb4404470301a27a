using SystemFlow.Feeds.Intake;
using SystemFlow.Feeds.Observations;
using static SystemFlow.Feeds.Observations.ObservationFormat;
using static SystemFlow.Feeds.Tests.Terms;

namespace SystemFlow.Feeds.Tests.Intake;

/// <summary>The NHS numbers here are the published examples, or made up; none is a person's.</summary>
public sealed class PatientGuardTests
{
    [Theory]
    [InlineData("9434765919", true)]
    [InlineData("4010232137", true)]
    [InlineData("943 476 5919", true)]
    [InlineData("943-476-5919", true)]
    [InlineData("bed 7: NHS9434765919, moved", true)]
    [InlineData("９４３４７６５９１９", true)]
    [InlineData("9434765918", false)]
    [InlineData("94347659191", false)]
    [InlineData("01438 314333", false)]
    [InlineData("as of 2026-01-05 09:00", false)]
    [InlineData("0000000000", false)]
    [InlineData("dob 12/03/1950", true)]
    [InlineData("D.O.B: 12.3.50", true)]
    [InlineData("born 12 March 1950", true)]
    [InlineData("date of birth 1950-03-12", true)]
    [InlineData("Born: 3rd Feb 2011", true)]
    [InlineData("newborn unit full on 12 March 2026", false)]
    [InlineData("ambulance.handover-30-60", false)]
    [InlineData("10 beds closed 12/03/2026", false)]
    public void Text_ThatLooksLikeAPatient_IsSeen(string text, bool isPatient)
    {
        Assert.Equal(isPatient, PatientGuard.Mentions(text));
        Assert.Equal(isPatient, PatientGuard.Mentions(System.Text.Encoding.UTF8.GetBytes(text)));
    }

    [Theory]
    [InlineData("dob")]
    [InlineData("date_of_birth")]
    [InlineData("birthDate")]
    [InlineData("Patient Name")]
    [InlineData("NHS Number")]
    [InlineData("nhs_no")]
    [InlineData("surname")]
    [InlineData("hospitalNumber")]
    [InlineData("MRN")]
    [InlineData("Post-code")]
    public void FieldOfAPerson_IsSeenHoweverItIsSpelt(string name) => Assert.True(PatientGuard.IsPersonField(name));

    [Fact]
    public void ContractsOwnFields_AreNotAPersons() =>
        Assert.DoesNotContain(ObservationFields.Names, name => PatientGuard.IsPersonField(name));

    [Theory]
    [InlineData("\"comment\":\"see 943 476 5919\"")]
    [InlineData("\"comment\":\"see \\u0039434765919\"")]
    [InlineData("\"comment\":9434765919")]
    [InlineData("\"messageId\":\"9434765919\"")]
    [InlineData("\"place\":\"9434765919\"")]
    [InlineData("\"value\":\"9434765919\"")]
    [InlineData("\"surname\":\"x\"")]
    [InlineData("\"ward\":{\"beds\":[{\"dob\":1}]}")]
    [InlineData("\"9434765919\":1")]
    public void Body_WithAPatientInItsLastRow_IsRefusedWhole(string changes)
    {
        var patient = Observation(changes);

        Assert.Equal(PatientGuard.Refusal, At9am.Refused(Json, $"[{Observation()},{patient}]"));
        Assert.Equal(PatientGuard.Refusal, At9am.Refused(Ndjson, $"{Observation()}\n{patient}"));
    }

    [Theory]
    [InlineData("place,metric,value,periodEnd,comment\nRWH01,beds.ga.open,1,2026-01-05T08:50:00Z,943 476 5919\n")]
    [InlineData("place,metric,value,periodEnd,comment\nRWH01,beds.ga.open,1,2026-01-05T08:50:00Z,\"943 476 5919\n")]
    [InlineData("place,metric,value,periodEnd,comment\nRWH01,beds.ga.open,1,2026-01-05T08:50:00Z,,9434765919\n")]
    [InlineData("place,metric,value,periodEnd,Surname\n")]
    public void Csv_WithAPatient_IsRefusedWhole(string body) =>
        Assert.Equal(PatientGuard.Refusal, At9am.Refused(Csv, body));

    [Fact]
    public void BrokenLine_WithAPatient_RefusesTheBodyToo() =>
        Assert.Equal(PatientGuard.Refusal, At9am.Refused(Ndjson, $"{Observation()}\n{{\"place\": 943 476 5919"));

    [Theory]
    [InlineData("\"value\":9434765919")]
    [InlineData("\"messageId\":\"1764050404\"")]
    [InlineData("\"messageId\":\"7f9c9434765919ab\"")]
    public void LargeNumbersAndMessageNumbers_AreNotPatients(string changes) =>
        Assert.Single(At9am.Rows(Json, $"[{Observation(changes)}]"));

    [Fact]
    public void Refusal_SaysNothingOfTheContent() =>
        Assert.DoesNotContain("943", PatientGuard.Refusal.Detail, StringComparison.Ordinal);
}
