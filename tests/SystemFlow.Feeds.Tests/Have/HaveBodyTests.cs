using SystemFlow.Domain.Readings;
using SystemFlow.Feeds.Have;
using SystemFlow.Feeds.Intake;
using SystemFlow.Testing;
using static SystemFlow.Feeds.Tests.Have.HaveFixtures;

namespace SystemFlow.Feeds.Tests.Have;

/// <summary>Hospitals' reports, and what of them is kept.</summary>
public sealed class HaveBodyTests
{
    private const string All = "beds.ga.occupied 561, beds.ga.open 600, beds.void 39";

    [Fact]
    public void Hospital_AsTheStandardWritesIt_IsItsBeds()
    {
        var rows = Rows(Document(Hospital(Wards())));

        Assert.Equal(All, Kept(rows));
        Assert.All(Readings(rows), reading => Assert.Equal(
            ("RWH01", A.Monday9am.AddMinutes(-10), "test"), ($"{reading.Place}", reading.PeriodEnd, reading.Source)));
    }

    [Fact]
    public void Occupied_WorkedOut_IsAnEstimateAndSaysSo()
    {
        var rows = Rows(Document(Hospital(Wards())));

        var occupied = Assert.Single(Readings(rows), reading => reading.Metric.Metric == A.BedsOccupied);
        Assert.Equal((Method.Estimated, "BaselineCount less AvailableCount"), (occupied.Method, occupied.Comment));
        Assert.Single(rows, row => row.Warnings.Any(warning => warning.Reason == "worked-out"));
        Assert.All(Readings(rows).Where(reading => reading != occupied), reading => Assert.Equal(Method.Automatic, reading.Method));
    }

    [Theory]
    [InlineData("<have:AvailableCount>39</have:AvailableCount>", "beds.void 39")]
    [InlineData("<have:BaselineCount>600</have:BaselineCount>", "beds.ga.open 600")]
    [InlineData("<have:BaselineCount/><have:AvailableCount>39</have:AvailableCount>", "beds.ga.open Unknown, beds.void 39")]
    [InlineData("<have:BaselineCount xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:nil='true'></have:BaselineCount>", "beds.ga.open Unknown")]
    [InlineData("<have:AvailableCount>0</have:AvailableCount><have:BaselineCount>0</have:BaselineCount>", "beds.ga.occupied 0, beds.ga.open 0, beds.void 0")]
    [InlineData("<have:AvailableCount> 39\n</have:AvailableCount>", "beds.void 39")]
    [InlineData("<have:AvailableCount><![CDATA[3]]><!-- and -->9</have:AvailableCount>", "beds.void 39")]
    [InlineData("", "")]
    public void Count_ThatIsNotSent_IsNeverMadeUp(string counts, string kept)
    {
        Assert.Equal(kept, Kept(Document(Hospital(Beds("MedicalSurgical", counts)))));
    }

    [Theory]
    [InlineData("AdultICU", "beds.cc-adult.occupied 5, beds.cc-adult.open 20")]
    [InlineData("Medical-Surgical", "beds.ga.occupied 5, beds.ga.open 20, beds.void 15")]
    [InlineData("<ct:ValueListURI xmlns:ct='urn:x'>urn:beds</ct:ValueListURI><ct:Value xmlns:ct='urn:x'>adultICU</ct:Value>", "beds.cc-adult.occupied 5, beds.cc-adult.open 20")]
    [InlineData("PediatricICU", "")]
    [InlineData("Pediatrics", "")]
    [InlineData("Psychiatric", "")]
    [InlineData("Burn", "")]
    [InlineData("OperatingRooms", "")]
    public void BedType_WithoutAMetric_IsNotUsedAndSaysSo(string type, string kept)
    {
        var rows = Rows(Document(Hospital(Beds(type, "<have:AvailableCount>15</have:AvailableCount><have:BaselineCount>20</have:BaselineCount>"))));

        Assert.Equal(kept, Kept(rows));
        Assert.Equal(kept.Length == 0, rows.Any(row => row.Warnings.Any(warning => warning.Field.StartsWith("BedCapacity", StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData("<have:AvailableCount>39</have:AvailableCount></have:Capacity><have:Capacity><have:AvailableCount>4</have:AvailableCount>", "AvailableCount")]
    [InlineData("<have:BaselineCount>600</have:BaselineCount></have:Capacity><have:Capacity><have:BaselineCount/>", "BaselineCount")]
    [InlineData("<have:BaselineCount>600</have:BaselineCount></have:Capacity><have:BedType>AdultICU</have:BedType><have:Capacity>", "BedType")]
    public void Beds_WithOneElementTwice_AreRefused_AndStopNoOthers(string counts, string field)
    {
        var rows = Rows(Document(Hospital(Beds("MedicalSurgical", counts) + Beds("AdultICU", "<have:BaselineCount>20</have:BaselineCount>"))));

        Assert.Equal("beds.cc-adult.open 20", Kept(rows));
        var refusal = Assert.Single(rows, row => row.Outcome is RowOutcome.Refused).Refusals[0];
        Assert.Equal((field, "repeated-field"), (refusal.Field, refusal.Reason));
    }

    [Fact]
    public void BedType_WithTwoValues_IsRefused()
    {
        const string Two = "<ct:Value xmlns:ct='urn:x'>MedicalSurgical</ct:Value><ct:Value xmlns:ct='urn:x'>Burn</ct:Value>";
        var rows = Rows(Document(Hospital(Beds(Two, "<have:BaselineCount>600</have:BaselineCount>"))));

        Assert.Empty(Kept(rows));
        Assert.Equal("repeated-field", Assert.Single(rows, row => row.Outcome is RowOutcome.Refused).Refusals[0].Reason);
    }

    [Fact]
    public void Beds_OfOneTypeTwice_AreBothRefused_ForNeitherIsKnownToBeTheWhole()
    {
        var rows = Rows(Document(
            Hospital(Wards() + Beds("medical-surgical", "<have:BaselineCount>30</have:BaselineCount>") + Beds("AdultICU", "<have:BaselineCount>20</have:BaselineCount>"))));

        Assert.Equal("beds.cc-adult.open 20", Kept(rows));
        Assert.Equal(["conflicting-duplicate", "conflicting-duplicate"],
            rows.Where(row => row.Outcome is RowOutcome.Refused).Select(row => row.Refusals[0].Reason));
        Assert.DoesNotContain(rows, row => row.Warnings.Any(warning => warning.Reason == "worked-out"));
    }

    [Fact]
    public void SubCategory_IsAPartOfItsType_AndIsNotTakenForIt()
    {
        var part = "<have:SubCategoryBedCapacity><have:SubCategoryBedType>Stroke</have:SubCategoryBedType><have:Capacity><have:AvailableCount>2</have:AvailableCount></have:Capacity></have:SubCategoryBedCapacity>";
        var rows = Rows(Document(Hospital(Wards().Replace("</have:BedCapacity>", part + "</have:BedCapacity>", StringComparison.Ordinal))));

        Assert.Equal(All, Kept(rows));
        Assert.Single(rows, row => row.Warnings.Any(warning => warning.Field == "SubCategoryBedCapacity"));
    }

    [Theory]
    [InlineData("<have:EMSTraffic><have:EMSTrafficStatus>Closed</have:EMSTrafficStatus></have:EMSTraffic>", "EMSTrafficStatus")]
    [InlineData("<have:EMSOffload><have:EMSOffloadMinutes>42</have:EMSOffloadMinutes></have:EMSOffload>", "EMSOffloadMinutes")]
    [InlineData("<have:EMSCensus><have:TriageRed>3</have:TriageRed></have:EMSCensus>", "TriageRed")]
    [InlineData("<have:Activity24Hr><have:Discharges>80</have:Discharges></have:Activity24Hr>", "Discharges")]
    [InlineData("<have:FacilityStatus>Normal</have:FacilityStatus>", "FacilityStatus")]
    public void Figure_ThatTheDictionaryHasNoMetricFor_IsSaidNotToBeUsed(string element, string field)
    {
        var rows = Rows(Document(Hospital(Wards() + element)));

        Assert.Equal(All, Kept(rows));
        Assert.Single(rows, row => row.Warnings.Any(warning => warning.Reason == "not-used" && warning.Field == field));
    }

    [Theory]
    [InlineData("<have:OrganizationID>RWH01</have:OrganizationID>", "RWH01")]
    [InlineData("<have:OrganizationID>urn:ods:rwg02</have:OrganizationID><have:OrganizationIDProviderName>ODS</have:OrganizationIDProviderName>", "RWG02")]
    [InlineData("<have:OrganizationID>https://fhir.nhs.uk/Id/ods-organization-code|RWG02</have:OrganizationID>", "RWG02")]
    [InlineData("<xpil:Identifiers><xpil:Identifier><xpil:IdentifierElement>RWG02</xpil:IdentifierElement></xpil:Identifier></xpil:Identifiers>", "RWG02")]
    [InlineData("<have:OrganizationID>LOCAL-7</have:OrganizationID><xnl:OrganisationName ID='RWG02'/>", "RWG02")]
    public void Place_IsTheIdentifierThatTheFootprintKnows(string identifiers, string code)
    {
        var rows = Rows(Document(Hospital(Wards(), Named(identifiers))));

        Assert.Equal(3, Readings(rows).Count(reading => $"{reading.Place}" == code));
    }

    [Theory]
    [InlineData("<have:OrganizationID>LISTER</have:OrganizationID>", "unknown-place")]
    [InlineData("<have:OrganizationID>RWH01</have:OrganizationID><have:OrganizationID>RWG02</have:OrganizationID>", "unknown-place")]
    [InlineData("", "missing-field")]
    public void Hospital_ThatCannotBeTold_IsRefused_AndStopsNoOther(string identifiers, string reason)
    {
        var rows = Rows(Document(Hospital(Wards(), Named(identifiers)) + Hospital(Wards())));

        Assert.Equal(3, rows.Count(row => row.Refusals.Any(refusal => refusal.Reason == reason)));
        Assert.Equal(All, Kept(rows));
    }

    [Theory]
    [InlineData("<have:AvailableCount>many</have:AvailableCount>", "not-a-number")]
    [InlineData("<have:AvailableCount>-1</have:AvailableCount>", "out-of-range")]
    [InlineData("<have:AvailableCount>1.5</have:AvailableCount>", "not-whole")]
    [InlineData("<have:AvailableCount>40</have:AvailableCount><have:BaselineCount>39</have:BaselineCount>", "part-exceeds-whole")]
    public void Count_ThatIsBad_IsRefusedAsAnObservationWouldBe(string counts, string reason)
    {
        var rows = Rows(Document(Hospital(Beds("MedicalSurgical", counts))));

        Assert.Single(rows, row => row.Refusals.Any(refusal => refusal.Reason == reason));
    }

    [Theory]
    [InlineData("2026-01-05T08:50:00", "no-offset")]
    [InlineData("5 January", "bad-time")]
    [InlineData("2027-01-05T08:50:00Z", "in-the-future")]
    [InlineData("", "bad-time")]
    public void Time_ThatIsBad_IsRefused(string time, string reason)
    {
        var rows = Rows(Document(Hospital(Wards())).Replace("2026-01-05T08:50:00Z", time, StringComparison.Ordinal));

        Assert.All(rows.Where(row => row.Outcome is RowOutcome.Refused), row => Assert.Equal(reason, row.Refusals[0].Reason));
        Assert.Empty(Kept(rows));
    }

    [Fact]
    public void Version2_InItsOwnNames_IsRead()
    {
        var body = """
            <HAVE xmlns="urn:oasis:names:tc:emergency:edxl:have:2.0" xmlns:ct="urn:oasis:names:tc:emergency:edxl:ct:1.0">
              <organizationInformation><organizationID>RWH</organizationID><name>East and North</name></organizationInformation>
              <facility>
                <facilityInformation><facilityID>RWH01</facilityID><facilityName>Lister</facilityName></facilityInformation>
                <serviceList><serviceListItem><serviceName>Wards</serviceName>
                  <bedCapacity><bedType><ct:Value>MedicalSurgical</ct:Value></bedType><capacity>
                    <availableCount>39</availableCount><baselineCount>600</baselineCount></capacity></bedCapacity>
                </serviceListItem></serviceList>
                <lastUpdateTime>2026-01-05T08:50:00+00:00</lastUpdateTime>
              </facility>
            </HAVE>
            """;

        Assert.Equal(All, Kept(body));
    }

    [Fact]
    public void Document_InAnEnvelope_OrInADefaultNamespace_IsTheSame()
    {
        var plain = Document(Hospital(Wards()));
        var enveloped = $"""
            <d:EDXLDistribution xmlns:d="urn:oasis:names:tc:emergency:EDXL:DE:1.0"><d:senderID>bed-desk@lister.example</d:senderID>
            <d:contentObject><d:xmlContent><d:embeddedXMLContent>{plain[plain.IndexOf("<have:", StringComparison.Ordinal)..]}</d:embeddedXMLContent></d:xmlContent></d:contentObject></d:EDXLDistribution>
            """;
        var unprefixed = plain.Replace("<have:", "<", StringComparison.Ordinal).Replace("</have:", "</", StringComparison.Ordinal)
            .Replace("xmlns:have=", "xmlns=", StringComparison.Ordinal);

        Assert.Equal([All, All, All], new[] { plain, enveloped, unprefixed }.Select(Kept));
    }

    [Fact]
    public void Row_IsThePhysicalLine()
    {
        var rows = Rows(Document(Hospital("\n\n" + Wards())));

        Assert.All(rows.Where(row => row.Reading is not null), row => Assert.InRange(row.Row, 10, 40));
        Assert.Single(rows.Where(row => row.Reading is not null).Select(row => row.Row).Distinct());
    }

    [Fact]
    public void Document_WithTooManyRows_IsRefusedWhole()
    {
        var terms = Terms.At9am with { Options = new FeedOptions { MaxRows = 2 } };

        var read = HaveBody.Read(System.Text.Encoding.UTF8.GetBytes(Document(Hospital(Wards()))), terms);

        Assert.Equal("too-many-rows", read.Refused?.Reason);
    }

    private static string Named(string identifiers) =>
        $"<have:Organization><have:OrganizationInformation>{identifiers}</have:OrganizationInformation></have:Organization>";
}
