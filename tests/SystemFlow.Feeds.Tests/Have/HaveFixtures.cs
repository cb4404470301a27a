using System.Text;
using SystemFlow.Domain.Readings;
using SystemFlow.Feeds.Have;
using SystemFlow.Feeds.Intake;

namespace SystemFlow.Feeds.Tests.Have;

/// <summary>HAVE documents of our own making, in the shape of the standard.</summary>
internal static class HaveFixtures
{
    /// <summary>The organisation's part as 1.0 has it, with everything that it may hold.</summary>
    public const string Organization = """
        <have:Organization>
          <have:OrganizationInformation>
            <xnl:OrganisationName xnl:ID="RWH01" xnl:Type="Hospital"><xnl:NameElement>Lister Hospital</xnl:NameElement></xnl:OrganisationName>
            <xpil:Addresses><xal:Address><xal:FreeTextAddress><xal:AddressLine>Coreys Mill Lane</xal:AddressLine></xal:FreeTextAddress>
              <xal:PostCode><xal:Identifier>SG1 4AB</xal:Identifier></xal:PostCode></xal:Address></xpil:Addresses>
            <xpil:ContactNumbers><xpil:ContactNumber xpil:MediaType="Telephone">
              <xpil:ContactNumberElement>943-476-5919</xpil:ContactNumberElement></xpil:ContactNumber></xpil:ContactNumbers>
            <xpil:PersonDetails><xnl:PersonName><xnl:NameElement>Duty Manager</xnl:NameElement></xnl:PersonName></xpil:PersonDetails>
          </have:OrganizationInformation>
          <have:OrganizationGeoLocation><gml:Point><gml:pos>51.9236 -0.2141</gml:pos></gml:Point></have:OrganizationGeoLocation>
        </have:Organization>
        """;

    public static string Beds(string type, string counts) => $"""
        <have:BedCapacity><have:BedType>{type}</have:BedType><have:Capacity>
        <have:CapacityStatus>Vacant/Available</have:CapacityStatus>{counts}</have:Capacity></have:BedCapacity>
        """;

    public static string Wards(int baseline = 600, int available = 39) =>
        Beds("MedicalSurgical", $"<have:AvailableCount>{available}</have:AvailableCount><have:BaselineCount>{baseline}</have:BaselineCount>");

    public static string Hospital(string inside, string organization = Organization) => $"""
        <have:Hospital>{organization}<have:HospitalBedCapacityStatus>{inside}</have:HospitalBedCapacityStatus>
        <have:LastUpdateTime>2026-01-05T08:50:00Z</have:LastUpdateTime></have:Hospital>
        """;

    public static string Document(string hospitals) => $"""
        <?xml version="1.0"?>
        <have:HospitalStatus xmlns:have="urn:oasis:names:tc:emergency:EDXL:HAVE:1.0" xmlns:gml="http://www.opengis.net/gml"
          xmlns:xnl="urn:oasis:names:tc:ciq:xnl:3" xmlns:xal="urn:oasis:names:tc:ciq:xal:3" xmlns:xpil="urn:oasis:names:tc:ciq:xpil:3">
        {hospitals}</have:HospitalStatus>
        """;

    public static IntakeBody Read(string body) => Read(Encoding.UTF8.GetBytes(body));

    public static IntakeBody Read(byte[] body) => HaveBody.Read(body, Terms.At9am);

    public static List<IntakeRow> Rows(string body) => Rows(Encoding.UTF8.GetBytes(body));

    public static List<IntakeRow> Rows(byte[] body)
    {
        var read = Read(body);
        Assert.Null(read.Refused);
        return [.. read.Rows];
    }

    /// <summary>What was kept, as "metric value", in the order of the metrics.</summary>
    public static string Kept(string body) => Kept(Rows(body));

    public static string Kept(IEnumerable<IntakeRow> rows) => string.Join(", ", Readings(rows)
        .Select(reading => FormattableString.Invariant($"{reading.Metric.Metric} {(object?)reading.Value ?? reading.Absent}")).Order());

    public static IEnumerable<Reading> Readings(IEnumerable<IntakeRow> rows) => rows.Select(row => row.Reading).OfType<Reading>();
}
