using System.Text;
using SystemFlow.Feeds.Adt;

namespace SystemFlow.Feeds.Tests.Adt;

/// <summary>What is read of a message, and that nothing else is.</summary>
public sealed class AdtBodyTests
{
    [Fact]
    public void Message_IsReadForWhereAndWhen_AndForNoPerson()
    {
        var message = Assert.Single(Hl7.Read(Hl7.Message("A03", "I", extra: Hl7.Visit("202601041100", "202601050830"))));

        Assert.Equal(("PAS", "RWH", "ADT", "A03", "7", "P"),
            (message.Application, message.Facility, message.Type, message.Trigger, message.ControlId, message.Processing));
        Assert.Equal(("I", "RWH01", "202601050832", "202601041100", "202601050830"),
            (message.Class, message.Site, message.RecordedAt, message.AdmittedAt, message.DischargedAt));
        string[] people = ["Marigold", "Petunia", "9434765919", "19480705", "Nightingale", "Foxglove", "Oleander", "H4711"];
        Assert.All(people, person => Assert.DoesNotContain(person, $"{message}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\r")]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r\r\n")]
    public void Segments_EndInAnyWay(string end)
    {
        var message = Assert.Single(Hl7.Read(Hl7.Message("A04").Replace("\r", end, StringComparison.Ordinal)));

        Assert.Equal(("A04", "E", "RWH01"), (message.Trigger, message.Class, message.Site));
    }

    [Fact]
    public void Batch_WithItsHeaders_AndFramedForMllp_IsItsMessages()
    {
        var two = Hl7.Message("A04", id: "1") + "\r" + Hl7.Message("A01", id: "2");
        string[] bodies =
        [
            two,
            $"FHS|^~\\&|PAS\rBHS|^~\\&|PAS\r{two}\rBTS|2\rFTS|1\r",
            $"\v{Hl7.Message("A04", id: "1")}\r\u001c\r\v{Hl7.Message("A01", id: "2")}\r\u001c\r",
            "\uFEFF" + two,
        ];

        Assert.All(bodies, body => Assert.Equal(["1 A04 1", "2 A01 2"],
            Hl7.Read(body).Select(message => $"{message.Row} {message.Trigger} {message.ControlId}")));
    }

    [Fact]
    public void Marks_AreThoseOfTheMessageItself()
    {
        const string Body = "MSH$%~?!$PAS$RWH$$$20260105083301$$ADT%A04$7$P$2.4\rEVN$A04$202601050832\rPV1$1$E$MAU%%%RWH01!x~B%%%RWG02";

        var message = Assert.Single(Hl7.Read(Body));

        Assert.Equal(("A04", "RWH01", "E"), (message.Trigger, message.Site, message.Class));
    }

    [Theory]
    [InlineData("RW\\T\\H", "RW&H")]
    [InlineData("\\F\\\\S\\\\R\\\\E\\", "|^~\\")]
    [InlineData("\\X41\\\\H\\", "\\X41\\\\H\\")]
    [InlineData("\"\"", "")]
    [InlineData("RWH\u00e9", "")]
    public void Text_IsUnescaped_NullIsNothing_AndOtherAlphabetsAreNot(string sent, string read)
    {
        var message = Assert.Single(Hl7.Read(Hl7.Message("A04").Replace("|RWH|", $"|{sent}|", StringComparison.Ordinal)));

        Assert.Equal(read, message.Facility);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("PID|1\rPV1|1")]
    [InlineData(" MSH|^~\\&|PAS")]
    public void Body_WithoutAMessage_HoldsNone(string body) => Assert.Empty(Hl7.Read(body));

    [Theory]
    [InlineData("MSH")]
    [InlineData("MSH|^~\\")]
    [InlineData("MSH||||||")]
    [InlineData("MSHA^~\\&A")]
    [InlineData("MSH|^~\\&ABC|x")]
    public void Header_ThatSaysNoMarks_IsNotReadable(string body) =>
        Assert.False(Assert.Single(Hl7.Read(body)).IsReadable);

    [Fact]
    public void Body_WithTooManyMessages_StopsBehindTheBound()
    {
        var body = string.Concat(Enumerable.Repeat(Hl7.Message("A04") + "\r", 10));

        Assert.Equal(4, AdtBody.Read(Encoding.ASCII.GetBytes(body), new FeedOptions { MaxRows = 3 }).Count);
    }
}
