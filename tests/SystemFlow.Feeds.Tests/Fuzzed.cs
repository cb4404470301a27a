using System.Text;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Feeds.Adt;
using SystemFlow.Feeds.Have;
using SystemFlow.Feeds.Intake;
using SystemFlow.Feeds.LineProtocol;
using SystemFlow.Feeds.Observations;
using SystemFlow.Feeds.Published;
using SystemFlow.Feeds.Saner;
using SystemFlow.Feeds.Sitreps;
using static SystemFlow.Feeds.Tests.Published.PublishedFixtures;

namespace SystemFlow.Feeds.Tests;

/// <summary>One format to be fuzzed: a body that is sound, and who reads it.</summary>
internal sealed record Fuzzed(string Format, byte[] Sound, Func<byte[], IntakeBody> Read)
{
    private static readonly byte[] Marks = [.. "\"',{}[]:;\n\r\\-+09.eEZ \0<>&!|^~"u8, 0xC3, 0xEF];

    private static readonly byte[] Words = [.. "0123456789-.eEATIRWHxn "u8];

    private static readonly IntakeTerms Terms = new(
        Footprint.HertfordshireWestEssex, MetricDictionary.Standard, new FeedOptions(),
        new DateTimeOffset(2026, 1, 5, 9, 0, 0, TimeSpan.Zero), "fuzz") { AnyAge = true };

    private static readonly string[] Rows = [.. Enumerable.Range(0, 6).Select(i =>
        $$"""{"place":"RWH01","metric":"beds.ga.occupied","value":{{i}},"periodEnd":"2026-01-05T08:50:00Z"}""")];

    /// <summary>Every format that the intake takes.</summary>
    public static IReadOnlyList<Fuzzed> All { get; } =
    [
        Of("json", $"{{\"observations\":[{string.Join(',', Rows)}]}}", (body, terms) => ObservationBody.Read(body, ObservationFormat.Json, terms)),
        Of("ndjson", string.Join('\n', Rows), (body, terms) => ObservationBody.Read(body, ObservationFormat.Ndjson, terms)),
        Of("csv", "place,metric,value,absent,periodEnd,comment\n" + string.Concat(Enumerable.Range(0, 6)
            .Select(i => $"RWH01,beds.ga.open,{i},,2026-01-05T08:5{i}:00Z,\"a, \"\"b\"\"\"\n")),
            (body, terms) => ObservationBody.Read(body, ObservationFormat.Csv, terms)),
        Of("sitrep", "Code,Name,Date,G&A Beds Open,G&A beds occ'd,Delays30\n-,ENGLAND,2021-03-28 23:00:00,600,500,3\n"
            + "\"RWH\",\"East, North\",2021-03-28 23:00:00,600,500,\"3\"\nRWG,West,2021-03-28,-,,0\nRXX,Else,2021-03-29,1,1,1\n", SitrepBody.Read),
        Of("lines", "# comment\n" + string.Concat(Enumerable.Range(0, 6)
            .Select(i => $"beds.ga.open,place=RWH01,host=a\\ b value={i}i,comment=\"a \\\"b\\\"\nc\" 176760300{i}000000000\n")),
            (body, terms) => LineProtocolBody.Read(body, LinePrecision.Nanoseconds, terms)),
        Of("published", Ae22 + "\nMSitAE-MARCH-2025,RWH,X ,EAST,1000,0,500,10,0,40,300,0,20,1,0,4,70,5,280,0,3,60\n"
            + "MSitAE-MARCH-2025,RXX,X,ELSE,0,0,40,0,0,0,0,0,1,0,0,0,0,0,3,0,0,0\nTOTAL,TOTAL,TOTAL,TOTAL,1000,0,540,10,0,40,300,0,21,1,0,4,70,5,283,0,3,60\n", PublishedBody.Read),
        Of("daily", Handovers + "\nRWH,2025-12-25,70,47,3,0,1,0,70,21.9\nRWG,2025-12-25,,,,,,,,\nRXX,2025-12-26,1,1,1,1,1,0,1,9.5\n", PublishedBody.Read),
        Of("have", """
            <?xml version="1.0"?><h:HospitalStatus xmlns:h="urn:oasis:names:tc:emergency:EDXL:HAVE:1.0"><h:Hospital><h:Organization>
            <h:OrganizationInformation><h:OrganizationID>RWH01</h:OrganizationID></h:OrganizationInformation></h:Organization>
            <h:BedCapacity><h:BedType>MedicalSurgical</h:BedType><h:Capacity><h:AvailableCount>39</h:AvailableCount><!-- of -->
            <h:BaselineCount><![CDATA[600]]></h:BaselineCount></h:Capacity></h:BedCapacity><h:EMSOffloadMinutes>42</h:EMSOffloadMinutes>
            <h:LastUpdateTime>2026-01-05T08:50:00Z</h:LastUpdateTime></h:Hospital></h:HospitalStatus>
            """, HaveBody.Read),
        Of("saner", """
            {"resourceType":"Bundle","entry":[{"resource":{"resourceType":"MeasureReport","status":"complete","type":"summary",
            "date":"2026-01-05T08:50:00Z","period":{"start":"2026-01-05T00:00:00Z","end":"2026-01-05T08:50:00Z"},
            "subject":{"identifier":{"value":"RWH01"}},"group":[{"population":[{"count":5,"code":{"coding":[{"system":"urn:systemflow:metric",
            "code":"beds.ga.open"}]}},{"_count":{"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/data-absent-reason",
            "valueCode":"masked"}]},"code":{"coding":[{"system":"http://hl7.org/fhir/uv/saner/CodeSystem/MeasuredValues","code":"numImpBedsOcc"}]}}]}]}}]}
            """, SanerBody.Read),
        Of("adt", "FHS|^~\\&|PAS\rMSH|^~\\&|PAS|RWH|||20260105083301||ADT^A04|7|P|2.4\rEVN|A04|202601050832\rPID|1||4711\r"
            + "PV1|1|E|MAU^^^RWH01&x||||C1\r\v" + "MSH|^~\\&|PAS|RWH|||20260105083301||ADT^A03^X|\\T\\8|P|2.5\rPV1|1|I|^^^RWG02\r\u001c\r", ReadAdt),
    ];

    /// <summary>A spoilt copy. In half of them only letters and digits change, so that more of what is inside is reached.</summary>
    public byte[] Spoil(Random random) => random.Next(2) == 0 ? SpoilWords(random) : SpoilAnything(random);

    private byte[] SpoilWords(Random random)
    {
        var bytes = (byte[])Sound.Clone();
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            var at = random.Next(bytes.Length);
            if (char.IsAsciiLetterOrDigit((char)bytes[at])) bytes[at] = Words[random.Next(Words.Length)];
        }

        return bytes;
    }

    /// <summary>Changes, takes away, doubles or puts in a few bytes, or cuts the end off.</summary>
    private byte[] SpoilAnything(Random random)
    {
        var bytes = Sound.ToList();
        for (var times = random.Next(1, 5); times > 0 && bytes.Count > 0; times--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes.RemoveAt(at); break;
                case 2: bytes.Insert(at, Marks[random.Next(Marks.Length)]); break;
                case 3: bytes.InsertRange(at, bytes[at..Math.Min(bytes.Count, at + random.Next(40))]); break;
                case 4: bytes.RemoveRange(at, Math.Min(bytes.Count - at, random.Next(40))); break;
                default: if (random.Next(4) == 0) bytes.RemoveRange(at, bytes.Count - at); break;
            }
        }

        return [.. bytes];
    }

    private static Fuzzed Of(string format, string sound, Func<ReadOnlyMemory<byte>, IntakeTerms, IntakeBody> read) =>
        new(format, Encoding.UTF8.GetBytes(sound), body => read(body, Terms));

    /// <summary>A message is answered, not read into rows: it is one here so that all formats are looked at alike.</summary>
    private static IntakeBody ReadAdt(ReadOnlyMemory<byte> body, IntakeTerms terms)
    {
        var answers = AdtBody.Read(body, terms.Options).Select(message => (message, Verdict: AdtRules.Judge(message, terms))).ToList();
        if (answers.Count == 0) return new IntakeBody(new RefusedBody(Reasons.Unreadable, AdtAck.ToNoMessage("", terms.Now)), []);
        return AdtAck.To(answers, terms.Now).Split("\rMSA|").Length == answers.Count + 1
            ? new IntakeBody(null, answers.Select(answer => IntakeRow.Refused(answer.message.Row, new Refusal(answer.message.Row, "", "", ""))))
            : throw new InvalidOperationException("Not every message was answered.");
    }
}
