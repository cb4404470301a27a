using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace SystemFlow.Feeds.Intake;

/// <summary>
/// Tells what looks like a patient: an NHS number by its modulus-11 check, a date of birth, a field that holds a
/// person's identity. Counts of people are all that this product may be sent. When in doubt it says yes: a payload
/// refused can be sent again, an identity kept cannot be taken back.
/// </summary>
public static partial class PatientGuard
{
    private const int NhsNumberDigits = 10;
    private const int FewestDigitsInADate = 3;
    private const int StackChars = 256;

    private static readonly SearchValues<char> Marks = SearchValues.Create(",;:|=\"'{}[]<>()\t^~&");

    private static readonly FrozenSet<string> PersonFields = new[]
    {
        "name", "forename", "forenames", "surname", "firstname", "lastname", "middlename", "givenname", "familyname",
        "fullname", "maidenname", "patient", "patientname", "patientid", "patientnumber", "patientidentifier",
        "nhsnumber", "nhsno", "nhsnum", "nhsid", "newnhsnumber", "chinumber", "mrn", "medicalrecordnumber",
        "hospitalnumber", "hospitalno", "hospnumber", "hospno", "casenumber", "localpatientid", "localpatientidentifier",
        "pasnumber", "pasid", "districtnumber", "nationalinsurancenumber", "ninumber", "dob", "dateofbirth",
        "birthdate", "birthday", "birth", "yearofbirth", "dateofdeath", "age", "sex", "gender", "ethnicity",
        "postcode", "postalcode", "address", "addressline1", "homeaddress", "telephone", "phone", "phonenumber",
        "mobile", "email", "nextofkin", "diagnosis",
    }.ToFrozenSet();

    /// <summary>What a sender is told when the guard fires.</summary>
    public static RefusedBody Refusal { get; } = new(
        Reasons.LooksLikeAPatient,
        "Something in this body looks like a patient: an NHS number, a date of birth or a field that holds a person's "
            + "identity. Nothing of it was kept. Send counts only.");

    /// <summary>Whether a property or a column of this name holds a person's identity.</summary>
    public static bool IsPersonField(ReadOnlySpan<char> name)
    {
        Span<char> letters = stackalloc char[Math.Min(name.Length, StackChars)];
        var length = 0;
        foreach (var c in name)
        {
            if (length < letters.Length && char.IsLetterOrDigit(c)) letters[length++] = char.ToLowerInvariant(c);
        }

        return PersonFields.GetAlternateLookup<ReadOnlySpan<char>>().Contains(letters[..length]);
    }

    /// <summary>Whether a text, in UTF-8, mentions a patient.</summary>
    public static bool Mentions(ReadOnlySpan<byte> utf8, bool isMessageId = false)
    {
        if (!NeedsReading(utf8)) return false;
        var rented = utf8.Length > StackChars ? ArrayPool<char>.Shared.Rent(utf8.Length) : null;
        var chars = rented ?? stackalloc char[StackChars];
        var length = Encoding.UTF8.GetChars(utf8, chars);
        var mentions = Mentions(chars[..length], isMessageId);
        if (rented is not null) ArrayPool<char>.Shared.Return(rented, clearArray: true);
        return mentions;
    }

    /// <summary>
    /// Whether a text mentions a patient. In a message's own number a run that begins with 1 is taken for Unix time,
    /// which no NHS number issued in England looks like, and a run inside letters for a part of a random identifier.
    /// </summary>
    public static bool Mentions(ReadOnlySpan<char> text, bool isMessageId = false) =>
        HasNhsNumber(text, isMessageId) || BirthDate().IsMatch(text);

    /// <summary>
    /// Whether a line that could not be read mentions a patient, or has among its words the name of a field that holds a
    /// person's identity: what stands beside that name cannot be told.
    /// </summary>
    public static bool MayHoldAPatient(ReadOnlySpan<char> line)
    {
        if (Mentions(line)) return true;
        foreach (var part in line.SplitAny(Marks))
        {
            if (IsPersonField(line[part])) return true;
        }

        return false;
    }

    /// <summary>Whether ten digits are an NHS number by its check digit: modulus 11, weights 10 to 2.</summary>
    public static bool IsNhsNumber(ReadOnlySpan<char> digits)
    {
        if (digits.Length != NhsNumberDigits) return false;
        var sum = 0;
        var areEqual = true;
        for (var i = 0; i < NhsNumberDigits - 1; i++)
        {
            sum += (NhsNumberDigits - i) * (digits[i] - '0');
            areEqual &= digits[i] == digits[i + 1];
        }

        var check = (11 - sum % 11) % 11;
        return !areEqual && check == digits[^1] - '0'; // A check of 10 is no digit: such numbers are never issued.
    }

    /// <summary>Most texts are codes and moments: too few digits for either, and no word of birth.</summary>
    private static bool NeedsReading(ReadOnlySpan<byte> utf8)
    {
        var digits = 0;
        var hasB = false;
        foreach (var c in utf8)
        {
            if (c >= 0x80) return true;
            if (char.IsAsciiDigit((char)c)) digits++;
            else if (c is (byte)'b' or (byte)'B') hasB = true;
        }

        return digits >= NhsNumberDigits || hasB && digits >= FewestDigitsInADate;
    }

    /// <summary>Looks for ten digits in one run, or as 3, 3 and 4 with one mark between, with no digit beside them.</summary>
    private static bool HasNhsNumber(ReadOnlySpan<char> text, bool isMessageId)
    {
        Span<char> digits = stackalloc char[NhsNumberDigits];
        for (var start = 0; start <= text.Length - NhsNumberDigits; start++)
        {
            if (Digit(text[start]) < 0 || start > 0 && Digit(text[start - 1]) >= 0) continue;
            var length = Take(text[start..], digits);
            if (length == 0 || start + length < text.Length && Digit(text[start + length]) >= 0) continue;
            if (isMessageId && (digits[0] == '1' || IsBesideLetter(text, start, length))) continue;
            if (IsNhsNumber(digits)) return true;
        }

        return false;
    }

    /// <summary>Takes the ten digits that a text begins with; the characters that they span, or 0.</summary>
    private static int Take(ReadOnlySpan<char> text, Span<char> digits)
    {
        var at = 0;
        var isSpaced = text.Length > 3 && IsSeparator(text[3]);
        for (var i = 0; i < NhsNumberDigits; i++)
        {
            if (isSpaced && (i is 3 or 6))
            {
                if (at >= text.Length || !IsSeparator(text[at])) return 0;
                at++;
            }

            if (at >= text.Length || Digit(text[at]) is var digit && digit < 0) return 0;
            digits[i] = (char)('0' + digit);
            at++;
        }

        return at;
    }

    private static bool IsBesideLetter(ReadOnlySpan<char> text, int start, int length) =>
        start > 0 && char.IsLetter(text[start - 1])
        || start + length < text.Length && char.IsLetter(text[start + length]);

    private static bool IsSeparator(char c) => c is '-' or '.' or '/' or '_' || char.IsWhiteSpace(c) || IsDash(c);

    private static bool IsDash(char c) => c is >= '\u2010' and <= '\u2015';

    /// <summary>The value of a digit of any script, so that full-width ones hide nothing; -1 for another character.</summary>
    private static int Digit(char c) =>
        c < 0x80 ? char.IsAsciiDigit(c) ? c - '0' : -1 : CharUnicodeInfo.GetDecimalDigitValue(c);

    [GeneratedRegex(
        """
        (?: \bd\.?o\.?b\b | \bdate\s{1,2}of\s{1,2}birth\b | \bbirth\s?date\b | \bborn\b )
        [^0-9]{0,16}
        (?: \d{1,2} [\s/.\-]{1,3} \d{1,2} [\s/.\-]{1,3} \d{2} | (?:19|20)\d\d | \d{8}\b
          | \d{1,2} (?:st|nd|rd|th)? [\s\-]{0,3} (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec) )
        | \bborn\b .{0,12} (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6} \s{1,2} \d
        """,
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex BirthDate();
}
