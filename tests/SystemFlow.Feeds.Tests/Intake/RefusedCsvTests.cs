using System.Text;
using SystemFlow.Feeds.Intake;
using SystemFlow.Feeds.Observations;

namespace SystemFlow.Feeds.Tests.Intake;

/// <summary>The file of refused rows opens safely in a spreadsheet and comes back in by the door that refused them.</summary>
public sealed class RefusedCsvTests
{
    private static readonly Refusal[] Problems = [new(2, "place", Reasons.UnknownPlace, "There is no place 'LISTER'. Did you mean RWH01?")];

    [Fact]
    public void File_MendedAndSentAgain_IsAccepted()
    {
        var refused = Assert.Single(Terms.At9am.Rows(ObservationFormat.Json, $"[{Terms.Observation("\"place\":\"LISTER\"")}]"));
        var file = $"{RefusedCsv.Header}\n{RefusedCsv.LineOf(refused.Sent, refused.Refusals, Terms.At9am.Now.AddMinutes(-5))}\n";

        var again = Assert.Single(Terms.At9am.Rows(ObservationFormat.Csv, file.Replace("\nLISTER,", "\nRWH01,", StringComparison.Ordinal)));

        Assert.Equal(561, again.Reading?.Value);
        Assert.Equal(Terms.At9am.Now.AddMinutes(-5), again.Reading?.SubmittedAt); // As it came: what amended it since still stands.
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+44 ask the ward", "'+44 ask the ward")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("-", "'-")]
    [InlineData("-3", "-3")]
    [InlineData("two, or three", "\"two, or three\"")]
    public void Cell_ThatASpreadsheetWouldRun_IsText(string comment, string cell)
    {
        var sent = $$"""{"comment":"{{comment}}"}""";

        Assert.Contains($",{cell},{Reasons.UnknownPlace},", RefusedCsv.LineOf(sent, Problems, Terms.At9am.Now), StringComparison.Ordinal);
    }

    [Fact]
    public void Line_ThatCouldNotBeRead_StandsInItsOwnColumn() =>
        Assert.EndsWith(",7", RefusedCsv.LineOf("7", Problems, Terms.At9am.Now), StringComparison.Ordinal);

    [Fact]
    public void Body_OfAForm_IsReadAsOneObservation()
    {
        var fields = new Dictionary<string, string>
        {
            ["place"] = "RWH01",
            ["metric"] = "beds.ga.open",
            ["value"] = "",
            ["absent"] = "unknown",
            ["periodEnd"] = "2026-01-05T08:50:00Z",
            ["comment"] = "first\nsecond, and \"third\"",
        };

        var row = Assert.Single(Terms.At9am.Rows(ObservationFormat.Csv, Encoding.UTF8.GetString(RefusedCsv.BodyOf(fields))));

        Assert.Equal((null, "first second, and \"third\""), (row.Reading!.Value, row.Reading.Comment));
    }
}
