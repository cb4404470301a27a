namespace SystemFlow.Feeds.LineProtocol;

/// <summary>Goes through a point's fields. Stops at what is no field, and then they are faulty.</summary>
internal ref struct LineFields(ReadOnlySpan<byte> fields)
{
    private ReadOnlySpan<byte> _rest = fields;
    private bool _isEnd;

    /// <summary>The field's name, with its backslashes.</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>Its value; a string's without the quotes, with its backslashes.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>Whether the value is a string.</summary>
    public bool IsString { get; private set; }

    /// <summary>Whether what follows is no field.</summary>
    public bool AreFaulty { get; private set; }

    /// <summary>Goes to the next field; false at the end.</summary>
    public bool MoveNext()
    {
        if (_isEnd || AreFaulty) return false;
        var equals = LineText.IndexOfBare(_rest, (byte)'=', (byte)',');
        AreFaulty = equals <= 0 || _rest[equals] != (byte)'=';
        if (AreFaulty) return false;
        Name = _rest[..equals];
        var value = _rest[(equals + 1)..];
        IsString = value.StartsWith((byte)'"');
        var end = IsString ? LineText.IndexOfClose(value[1..]) + 2 : value.IndexOf((byte)',');
        if (!IsString && end < 0) end = value.Length;
        AreFaulty = end <= (IsString ? 1 : 0) || (end < value.Length && value[end] != (byte)',');
        if (AreFaulty) return false;
        Value = IsString ? value[1..(end - 1)] : value[..end];
        AreFaulty = !IsString && Value.Contains((byte)'"');
        if (AreFaulty) return false;
        _isEnd = end == value.Length;
        if (!_isEnd) _rest = value[(end + 1)..];
        return true;
    }
}
