using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using SystemFlow.Feeds.Intake;
using static SystemFlow.Feeds.Tests.Have.HaveFixtures;

namespace SystemFlow.Feeds.Tests.Have;

/// <summary>Documents that mean harm, documents about patients, and documents in other encodings.</summary>
public sealed class HaveSafetyTests
{
    private const string Kept3 = "beds.ga.occupied 561, beds.ga.open 600, beds.void 39";

    [Fact]
    public async Task ExternalEntity_IsNeverRead_FromDiskOrNetwork()
    {
        var secret = Path.GetTempFileName();
        await File.WriteAllTextAsync(secret, "561", TestContext.Current.CancellationToken);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = $"http://{listener.LocalEndpoint}/";
        string[] types =
        [
            $"<!DOCTYPE x [<!ENTITY e SYSTEM \"file://{secret}\">]>",
            $"<!DOCTYPE x [<!ENTITY e SYSTEM \"{address}\">]>",
            $"<!DOCTYPE x SYSTEM \"{address}\">",
            $"<!DOCTYPE x PUBLIC \"-//x//x\" \"{address}\">",
            $"<!DOCTYPE x [<!ENTITY % p SYSTEM \"{address}\">%p;]>",
        ];

        foreach (var type in types)
        {
            var body = Document(Hospital(Beds("MedicalSurgical", "<have:AvailableCount>&e;</have:AvailableCount>")));
            var refused = Read(body.Replace("?>", "?>" + type, StringComparison.Ordinal)).Refused;
            Assert.Equal("unreadable", refused?.Reason);
        }

        Assert.False(listener.Pending());
        File.Delete(secret);
    }

    [Fact]
    public void SchemaLocation_AndInclusion_FetchNothing()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = $"http://{listener.LocalEndpoint}/";
        var body = Document(Hospital(Wards()))
            .Replace("?>", $"?><?xml-stylesheet href=\"{address}\"?>", StringComparison.Ordinal)
            .Replace("<have:HospitalStatus ", $"<have:HospitalStatus xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\" i:schemaLocation=\"urn:x {address}\" ", StringComparison.Ordinal)
            .Replace("</have:HospitalStatus>", $"<x:include xmlns:x=\"http://www.w3.org/2001/XInclude\" href=\"{address}\"/></have:HospitalStatus>", StringComparison.Ordinal);

        Assert.Equal(Kept3, Kept(body));
        Assert.False(listener.Pending());
    }

    [Fact]
    public void EntityBomb_IsRefusedAtOnce_AndFillsNoMemory()
    {
        var bomb = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\">" + string.Concat(Enumerable.Range(0, 20).Select(i =>
            $"<!ENTITY {(char)('b' + i)} \"{string.Concat(Enumerable.Repeat($"&{(char)('a' + i)};", 10))}\">")) + "]>";
        var body = Document(Hospital(Wards())).Replace("?>", "?>" + bomb, StringComparison.Ordinal)
            .Replace("Lister Hospital", "&u;", StringComparison.Ordinal);
        var watch = Stopwatch.StartNew();
        var before = GC.GetAllocatedBytesForCurrentThread();

        var refused = Read(body).Refused;

        Assert.Equal("unreadable", refused?.Reason);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4_000_000);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Theory]
    [InlineData(100_000)]
    [InlineData(70)]
    public void Document_ThatNestsTooDeep_IsRefused(int depth)
    {
        var deep = string.Concat(Enumerable.Repeat("<a>", depth)) + string.Concat(Enumerable.Repeat("</a>", depth));

        Assert.Equal("unreadable", Read(Document(Hospital(Wards()) + deep)).Refused?.Reason);
    }

    [Fact]
    public void Entities_OfTheLanguageItself_AreRead()
    {
        Assert.Equal(Kept3, Kept(Document(Hospital(Wards())).Replace("Lister Hospital", "Lister &amp; co &#x41;&lt;", StringComparison.Ordinal)));
    }

    [Fact]
    public void Encoding_IsTheDocumentsOwn()
    {
        var text = Document(Hospital(Wards()));
        byte[][] bodies =
        [
            [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(text)],
            [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(text)],
            [.. Encoding.BigEndianUnicode.GetPreamble(), .. Encoding.BigEndianUnicode.GetBytes(text)],
            Encoding.Latin1.GetBytes(text.Replace("version=\"1.0\"", "version=\"1.0\" encoding=\"iso-8859-1\"", StringComparison.Ordinal)
                .Replace("Lister", "Hôpital", StringComparison.Ordinal)),
        ];

        Assert.All(bodies, body => Assert.Equal(Kept3, Kept(Rows(body))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("hospital")]
    [InlineData("<a/>")]
    [InlineData("<Hospital><BedCapacity/></Hospital>")]
    [InlineData("<a><b></a>")]
    [InlineData("{\"a\":1}")]
    [InlineData("<?xml version=\"1.0\" encoding=\"utf-7\"?><a/>")]
    [InlineData("<?xml version=\"1.0\" encoding=\"no-such\"?><a/>")]
    public void Body_ThatIsNoHave_IsUnreadable(string body)
    {
        Assert.Equal("unreadable", Read(body).Refused?.Reason);
    }

    [Fact]
    public void Message_AboutBrokenXml_RepeatsNothingOfIt()
    {
        var refused = Read("<Marigold><b></Marigold>").Refused;

        Assert.DoesNotContain("Marigold", refused?.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<have:CommentText>ring about 943 476 5919</have:CommentText>")]
    [InlineData("<have:CommentText>943<!-- -->476<![CDATA[5919]]></have:CommentText>")]
    [InlineData("<have:CommentText>born 5 July 1948</have:CommentText>")]
    [InlineData("<have:CommentText note=\"9434765919\"/>")]
    [InlineData("<!-- 9434765919 -->")]
    [InlineData("<?note 9434765919?>")]
    [InlineData("<x:n9434765919 xmlns:x=\"urn:x\"/>")]
    [InlineData("<x:Patient xmlns:x=\"urn:x\">Marigold</x:Patient>")]
    [InlineData("<x:Row xmlns:x=\"urn:x\" surname=\"Marigold\"/>")]
    [InlineData("<xnl:PersonName><xnl:NameElement>Marigold</xnl:NameElement></xnl:PersonName>")]
    [InlineData("<have:Telephone>01438</have:Telephone>")]
    [InlineData("<xal:Address/>")]
    [InlineData("<have:Organization><have:OrganizationInformation><xpil:BirthInfo/></have:OrganizationInformation></have:Organization>")]
    [InlineData("<have:Organization><have:OrganizationInformation><xnl:NameElement>943 476 5919</xnl:NameElement></have:OrganizationInformation></have:Organization>")]
    [InlineData("<have:Organization><have:OrganizationInformation><xpil:DateOfBirth/></have:OrganizationInformation></have:Organization>")]
    [InlineData("<have:Organization/><xnl:PersonName/>")]
    public void Document_ThatMentionsAPatient_IsRefusedWhole(string element)
    {
        Assert.Equal(PatientGuard.Refusal, Read(Document(Hospital(Wards() + element))).Refused);
    }
}
