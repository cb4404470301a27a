using SystemFlow.Feeds.Intake;

namespace SystemFlow.Feeds.Adt;

/// <summary>
/// Cuts a body into HL7 v2 messages: one, or several with or without batch headers, framed for MLLP or not, with any
/// line end. Segments other than MSH, EVN and PV1 are passed over unread.
/// </summary>
public static class AdtBody
{
    private const byte StartBlock = 0x0B;
    private const byte EndBlock = 0x1C;

    private static ReadOnlySpan<byte> SegmentEnds => [(byte)'\r', (byte)'\n', StartBlock, EndBlock];

    /// <summary>The messages, in order; one more than allowed when there are too many. Empty when it holds none.</summary>
    public static IReadOnlyList<AdtMessage> Read(ReadOnlyMemory<byte> body, FeedOptions options)
    {
        var messages = new List<AdtMessage>();
        var rest = BodyLines.WithoutMark(body).Span;
        AdtMessage? message = null;
        var marks = default(Hl7Marks);
        while (!rest.IsEmpty && messages.Count < options.MaxRows)
        {
            var end = rest.IndexOfAny(SegmentEnds);
            var segment = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            if (segment.StartsWith("MSH"u8))
            {
                if (message is not null) messages.Add(message);
                message = Header(segment, messages.Count + 1, out marks);
            }
            else if (message is { IsReadable: true })
            {
                message = Take(segment, message, marks);
            }
        }

        if (message is not null) messages.Add(message);
        return messages;
    }

    private static AdtMessage Header(ReadOnlySpan<byte> segment, int row, out Hl7Marks marks)
    {
        if (!Hl7Marks.TryRead(segment, out marks)) return new AdtMessage(row, false);
        var fields = new Hl7Segment(segment, marks);
        return new AdtMessage(row, true)
        {
            Application = fields.Text(2),
            Facility = fields.Text(3),
            SentAt = fields.Text(6),
            Type = fields.Text(8),
            Trigger = fields.Text(8, 1),
            ControlId = fields.Text(9),
            Processing = fields.Text(10),
            Version = fields.Text(11),
        };
    }

    private static AdtMessage Take(ReadOnlySpan<byte> segment, AdtMessage message, Hl7Marks marks)
    {
        var fields = new Hl7Segment(segment, marks);
        if (fields.Is("EVN"u8))
        {
            return message with
            {
                Trigger = message.Trigger.Length > 0 ? message.Trigger : fields.Text(1),
                RecordedAt = fields.Text(2),
                OccurredAt = fields.Text(6),
            };
        }

        return !fields.Is("PV1"u8) || message.HasVisit ? message : message with
        {
            HasVisit = true,
            Class = fields.Text(2),
            Site = fields.Text(3, 3),
            AdmittedAt = fields.Text(44),
            DischargedAt = fields.Text(45),
        };
    }
}
