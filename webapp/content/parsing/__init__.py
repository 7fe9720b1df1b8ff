"""Files read into trees and texts, with the line and column of each fault."""
