using SystemFlow.Feeds.Adt;
using SystemFlow.Testing;

namespace SystemFlow.Feeds.Tests.Adt;

/// <summary>Answers that a sender's system understands, and that say nothing of the person.</summary>
public sealed class AdtAckTests
{
    [Fact]
    public void Accepted_IsAa_WithTheMessagesNumber_BackToItsSender()
    {
        var segments = Hl7.Acked(Hl7.Message("A04")).Split('\r');

        Assert.StartsWith(@"MSH|^~\&|SYSTEMFLOW||PAS|RWH|20260105090000+0000||ACK^A04^ACK|", segments[0], StringComparison.Ordinal);
        Assert.EndsWith("|P|2.4", segments[0], StringComparison.Ordinal);
        Assert.Equal(["MSA|AA|7|Counted.", ""], segments[1..]);
    }

    [Fact]
    public void Error_IsAe_WithWhereAndWhatToDo()
    {
        var segments = Hl7.Acked(Hl7.Message("A04", patientClass: "")).Split('\r');

        Assert.StartsWith("MSA|AE|7|Send the patient class in PV1-2", segments[1], StringComparison.Ordinal);
        Assert.StartsWith("ERR||PV1^1^2|101^^HL70357|E||||Send the patient class", segments[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Number_IsEscapedAsSent()
    {
        var ack = Hl7.Acked(Hl7.Message("A04", id: @"7\F\8\T\9"));

        Assert.Contains(@"MSA|AA|7\F\8\T\9|", ack, StringComparison.Ordinal);
    }

    [Fact]
    public void Batch_IsAnsweredAsABatch_InItsOrder()
    {
        var ack = Hl7.Acked(Hl7.Message("A04", id: "1") + "\r" + Hl7.Message("A04", id: "2", patientClass: ""));

        Assert.Equal(["BHS", "MSH", "MSA", "MSH", "MSA", "ERR", "BTS"], ack.Split('\r', StringSplitOptions.RemoveEmptyEntries).Select(s => s[..3]));
        Assert.EndsWith("BTS|2\r", ack, StringComparison.Ordinal);
    }

    [Fact]
    public void NoMessage_IsRejected()
    {
        Assert.Contains("\rMSA|AR||No message.\rERR||MSH|100^^HL70357|E|", AdtAck.ToNoMessage("No message.", A.Monday9am), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("|7|P|", "|9434765919|P|")]
    [InlineData("|PAS|RWH|", "|Marigold Petunia|9434765919|")]
    [InlineData("RWH01", "Marigold")]
    [InlineData("|202601050832", "|9434765919")]
    [InlineData("|E|", "||")]
    [InlineData("|P|2.4", "|P|Marigold")]
    [InlineData("ADT^A04", "ADT^Marigold")]
    public void Answer_NeverRepeatsAPerson(string old, string now)
    {
        var ack = Hl7.Acked(Hl7.Message("A04").Replace(old, now, StringComparison.Ordinal));

        string[] people = ["Marigold", "Petunia", "9434765919", "19480705", "Nightingale", "PID"];
        Assert.All(people, person => Assert.DoesNotContain(person, ack, StringComparison.OrdinalIgnoreCase));
    }
}
